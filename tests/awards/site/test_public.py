"""The public pages: everybody reads about the award; nobody reads results before their time."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from awards.cycles.models import Cycle
from judging.deliberations.models import Publication
from tests.reports.published import CITATION_EN, Published, counted_cycle, timetable_before


@pytest.fixture
def english(client):
    client.get("/language/en")
    return client


def test_the_front_page_stands_before_any_cycle_does(client) -> None:
    for path in ("/", "/categories", "/winners"):
        assert client.get(path).status_code == 200, path
    assert client.get("/categories/G2C").status_code == 404


def test_the_front_page_shows_dates_categories_and_the_last_winners(english, published: Published) -> None:
    page = english.get("/").text
    assert "Third cycle" in page
    assert page.count('href="/categories/') == 7
    assert "First places of the Third cycle" in page
    assert "How to take part" in page
    assert 'href="/winners"' in page


def test_entering_is_offered_only_while_entries_are_taken(english, db, make, clock) -> None:
    found = counted_cycle(db, make, clock, number=3, entries=1)
    assert "Enter the award" not in english.get("/").text
    with db.write() as session:
        cycle = session.get(Cycle, found.cycle_id)
        cycle.opens_at, cycle.closes_at = clock() - timedelta(days=1), clock() + timedelta(days=1)
        cycle.judging_opens_at = clock() + timedelta(days=2)
        cycle.judging_closes_at = clock() + timedelta(days=3)
        cycle.publishes_at = clock() + timedelta(days=4)
        session.add(cycle)
    assert "Enter the award" in english.get("/").text


def test_a_category_tells_its_criteria_with_weights_and_its_questions(english, published: Published) -> None:
    page = english.get("/categories/G2B").text
    assert "Promoting the economy" in page
    assert "Economic impact" in page
    assert "30<small>%" in page
    assert "12.5<small>%" in page
    assert "words at most" in page
    assert english.get("/categories/XYZ").status_code == 404


def test_winners_are_public_after_publication_with_their_citations(english, published: Published) -> None:
    page = english.get("/winners/3").text
    assert page.count('class="won"') == 7
    assert CITATION_EN[:40] in page
    assert "First place" in page
    current = english.get("/winners").text.replace('"/winners" aria-current="page"', '"/winners"')
    assert page.replace("/winners/3", "/winners") == current


def test_there_is_nothing_about_winners_before_publication(english, decided: Published) -> None:
    missing = english.get("/winners/99")
    answer = english.get("/winners/3")
    assert answer.status_code == missing.status_code == 404
    assert answer.text == missing.text
    assert CITATION_EN[:40] not in english.get("/winners").text
    assert "First places" not in english.get("/").text


def test_the_embargo_holds_even_if_a_publication_is_on_record(english, db, decided: Published, clock) -> None:
    with db.write() as session:
        cycle = session.get(Cycle, decided.cycle_id)
        cycle.publishes_at = clock() + timedelta(hours=1)
        session.add(cycle)
        session.add(
            Publication(cycle_id=cycle.id, published_at=clock(), published_by_id=decided.organisers[0].id)
        )
    assert english.get("/winners/3").status_code == 404
    assert "First places" not in english.get("/").text
    clock.forward(hours=1)
    assert english.get("/winners/3").status_code == 200


def test_scores_and_ranks_are_on_no_public_page(english, published: Published) -> None:
    assert published.document is not None
    totals = {e.total for c in published.document.categories for e in c.entries if e.total}
    for path in ("/", "/winners", "/winners/3", "/categories", "/categories/G2C"):
        page = english.get(path).text
        assert not [total for total in totals if f">{total}<" in page or f" {total} " in page], path


def test_a_public_page_costs_as_many_statements_with_many_entries_as_with_few(
    english, db, make, clock, published
) -> None:
    def statements(path: str) -> int:
        seen: list[str] = []
        event.listen(db.reader, "before_cursor_execute", listener := lambda *a: seen.append(a[2]))
        assert english.get(path).status_code == 200
        event.remove(db.reader, "before_cursor_execute", listener)
        return len(seen)

    before = {path: statements(path) for path in ("/", "/winners", "/categories")}
    counted_cycle(db, make, clock, number=4, entries=8, timetable=timetable_before(clock()))
    assert {path: statements(path) for path in before} == before
