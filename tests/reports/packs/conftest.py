"""What tests of packs may use."""

from tests.judging.scorecards.conftest import at_desk, jury, sent

__all__ = ["at_desk", "jury", "sent"]
