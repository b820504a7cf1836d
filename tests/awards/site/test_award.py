"""What every page knows of the award: its name, who organises it, whether it is a demo."""

import pytest
import sqlalchemy as sa
from litestar.testing import TestClient

from awards.app import create_app
from awards.people.models import Role
from tests.statements import statements


@pytest.fixture
def other(settings, db, clock):
    """Another web process over the same database."""
    with TestClient(create_app(settings, db, clock=clock)) as client:
        client.cookies.set("language", "en")
        yield client


def test_a_name_given_elsewhere_is_on_every_page_within_seconds(other, make, clock):
    assert "Tahkim" in other.get("/winners").text
    cycle = make.cycle(is_demo=True)
    clock.forward(seconds=5)
    page = other.get("/winners").text
    assert cycle.award_en in page
    assert "Demo data" in page


def test_a_cycle_that_is_not_announced_does_not_name_the_award(other, make, clock):
    cycle = make.cycle(announced=False, award_en="Secret Award", is_demo=True)
    clock.forward(seconds=5)
    page = other.get("/winners").text
    assert cycle.award_en not in page
    assert "Demo data" in page


def test_a_page_asks_for_the_award_once_in_some_seconds(client, make, sign_in, db, clock):
    make.judge(make.cycle())
    sign_in(client, make.person(Role.JUDGE))
    client.get("/scorecards")
    with statements(db.reader) as warm:
        client.get("/scorecards")
    assert not any("award_ar" in statement for statement in warm)
    clock.forward(seconds=5)
    with statements(db.reader) as later:
        client.get("/scorecards")
    assert len(later) == len(warm) + 1


def test_while_the_database_is_away_a_page_keeps_the_name_it_knew(other, make, clock, monkeypatch):
    cycle = make.cycle()
    clock.forward(seconds=5)
    assert cycle.award_en in other.get("/sign-in").text
    clock.forward(hours=1)
    monkeypatch.setattr("awards.site.award._AWARD", sa.text("SELECT nothing"))
    assert cycle.award_en in other.get("/sign-in").text
