"""What tests of assignments share."""

import pytest

from tests.factories import Factory
from tests.judging.assignments.world import World


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)
