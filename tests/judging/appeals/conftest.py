"""What tests of appeals share."""

import pytest

from tests.judging.appeals.world import World, world_of


@pytest.fixture
def world(make) -> World:
    return world_of(make)
