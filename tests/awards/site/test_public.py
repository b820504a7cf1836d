"""The public pages: everybody reads about the award; nobody reads results before their time."""

import re
from datetime import timedelta

import pytest
from sqlmodel import col, select

from awards.cycles.models import Cycle
from awards.entries.models import Entry
from awards.kit.templates import STATIC
from awards.people.models import Role
from judging.deliberations.models import Decision, Outcome, Publication
from tests.reports.published import CITATION_EN, Published, counted_cycle, timetable_before
from tests.statements import statements


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
    assert "Third cycle: first places" in page
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
    assert "first places" not in english.get("/").text


def test_the_embargo_holds_even_if_a_publication_is_on_record(english, db, decided: Published, clock) -> None:
    with db.write() as session:
        cycle = session.get(Cycle, decided.cycle_id)
        cycle.publishes_at = clock() + timedelta(hours=1)
        session.add(cycle)
        session.add(
            Publication(cycle_id=cycle.id, published_at=clock(), published_by_id=decided.organisers[0].id)
        )
    assert english.get("/winners/3").status_code == 404
    assert "first places" not in english.get("/").text
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
    def asked(path: str) -> int:
        with statements(db.reader) as seen:
            assert english.get(path).status_code == 200
        return len(seen)

    before = {path: asked(path) for path in ("/", "/winners", "/categories")}
    counted_cycle(db, make, clock, number=4, entries=8, timetable=timetable_before(clock()))
    assert {path: asked(path) for path in before} == before


def test_a_shared_first_place_is_called_shared_on_the_front_page(english, db, published: Published) -> None:
    assert "First place, shared" not in english.get("/").text
    with db.write() as session:
        first = session.exec(
            select(Decision).where(Decision.place == 1, Decision.outcome == "awarded")
        ).first()
        second = session.exec(
            select(Decision).where(Decision.category_id == first.category_id, Decision.place == 2)
        ).first()
        second.place = 1
        first.outcome = second.outcome = Outcome.SHARED
        session.add_all([first, second])
    page = english.get("/").text
    assert page.count("First place, shared") == 1


def test_two_who_share_a_place_are_cited_once_together_or_each_in_their_own_words(
    english, db, published: Published
) -> None:
    def cited(*citations: str) -> str:
        with db.write() as session:
            first = session.exec(select(Decision).where(Decision.outcome == "awarded")).first()
            pair = session.exec(
                select(Decision).where(
                    Decision.category_id == first.category_id, col(Decision.entry_id).is_not(None)
                )
            ).all()[:2]
            for decision, citation in zip(pair, citations, strict=True):
                decision.place, decision.outcome, decision.citation_en = 1, Outcome.SHARED, citation
        return english.get("/winners/3").text

    apart = cited("Cited for its speed.", "Cited for its kindness.")
    assert apart.count("Cited for its speed.") == apart.count("Cited for its kindness.") == 1
    assert cited("Cited for both.", "Cited for both.").count("Cited for both.") == 1


def test_a_title_in_the_other_language_is_marked_as_such(english, db, published: Published) -> None:
    with db.write() as session:
        decision = session.exec(
            select(Decision).where(Decision.place == 1, col(Decision.entry_id).is_not(None))
        ).first()
        entry = session.get(Entry, decision.entry_id)
        entry.title_ar, entry.title_en = "عنوان بالعربية وحدها", ""
    assert '<bdi lang="ar">عنوان بالعربية وحدها</bdi>' in english.get("/winners/3").text


def test_every_deadline_on_the_front_page_carries_its_hour(english, make) -> None:
    make.cycle(7)
    assert english.get("/").text.count("Riyadh time") == 5


def test_only_those_who_may_enter_are_offered_to(english, make, sign_in) -> None:
    make.cycle(7)
    assert "Enter the award" in english.get("/").text
    for role, offered in ((Role.ENTRANT, True), (Role.JUDGE, False), (Role.ORGANISER, False)):
        sign_in(english, make.person(role))
        assert ("Enter the award" in english.get("/").text) is offered


@pytest.mark.parametrize("role", list(Role))
def test_whoever_is_signed_in_keeps_the_way_to_the_public_pages(english, make, sign_in, role) -> None:
    sign_in(english, make.person(role))
    page = english.get("/desk").text
    for path in ("/categories", "/winners", "/verify"):
        assert f'href="{path}"' in page


def test_the_font_that_is_fetched_early_is_the_one_that_the_stylesheet_uses(english) -> None:
    (early,) = re.findall(r'rel="preload" href="/static/([^"]+)"', english.get("/sign-in").text)
    assert f'url("{early}")' in (STATIC / "app.css").read_text()
