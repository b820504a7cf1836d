"""What tests of blind copies share."""

import pytest

from tests.factories import Factory
from tests.judging.blinding.desk import Desk


@pytest.fixture
def desk(make: Factory) -> Desk:
    return Desk(make)
