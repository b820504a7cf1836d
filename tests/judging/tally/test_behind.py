"""The sheets and entries behind the figures of the progress page."""

import re

import pytest

from awards.people.models import Role
from tests.contests import contest
from tests.statements import statements


@pytest.fixture
def field(make):
    c = contest(make, {"G2C": [[9, 9, None], [8, None, None]], "IND": [[7, 7, 7]]})
    make.scorecard(c.assignments[2], {"benefit": 4}, lodged=False)
    return c


@pytest.fixture
def organiser(client, sign_in, field):
    sign_in(client, field.organisers[0])
    client.cookies.set("language", "en")
    return client


def numbers(page):
    return [int(n) for n in re.findall(r'<td class="num">(\d+)</td>\s*<th scope="row"><a', page)]


def test_every_figure_leads_to_exactly_so_many_sheets(organiser, field):
    page = organiser.get(f"{field.path}/progress").text
    figures = re.findall(rf'href="({field.path}/progress/sheets[^"]+)">(\d+)<', page)
    assert len(figures) >= 8
    for href, n in figures:
        assert len(numbers(organiser.get(href.replace("&amp;", "&")).text)) == int(n), href


def test_the_entries_below_the_minimum_are_named_the_emptiest_first(organiser, field):
    href, n = re.search(
        rf'href="({field.path}/progress/entries\?below=3)">(\d+)<',
        organiser.get(f"{field.path}/progress").text,
    ).groups()
    two, one = field.entries["G2C"]
    assert numbers(organiser.get(href).text) == [one.number, two.number]
    assert int(n) == 2
    assert len(numbers(organiser.get(f"{field.path}/progress/entries").text)) == 3


def test_a_judge_is_shown_with_the_time_of_the_last_save(organiser, field, make, clock, sign_in):
    clock.forward(days=1)
    make.scorecard(field.assignments[5], {"benefit": 4}, lodged=False)
    sign_in(organiser, field.organisers[0])
    page = organiser.get(f"{field.path}/progress").text
    assert "2 Nov 2026" in page
    assert "1 Nov 2026" in page


def test_a_judge_who_has_done_nothing_is_shown_so(organiser, make):
    c = contest(make, {"G2C": [[9, None]]})
    assert organiser.get(f"{c.path}/progress").text.count("nothing yet") == 1


def test_nothing_that_a_sheet_says_is_on_these_pages(organiser, field):
    for page in ("sheets", "entries"):
        text = organiser.get(f"{field.path}/progress/{page}").text
        assert not re.search(r"\b(70|80|90)\.00\b", text)


def test_a_cycle_without_a_round_has_no_sheets(organiser, make):
    cycle = make.cycle(99)
    for page in ("sheets", "entries"):
        assert organiser.get(f"/cycles/{cycle.number}/progress/{page}").status_code == 409


@pytest.mark.parametrize("role", [Role.ENTRANT, Role.JUDGE])
def test_entrants_and_judges_never_see_them(client, sign_in, make, field, role):
    sign_in(client, make.person(role))
    for page in ("sheets", "entries"):
        assert client.get(f"{field.path}/progress/{page}").status_code == 403


def test_the_list_of_sheets_costs_as_many_statements_for_many_as_for_few(organiser, make, db):
    counts = []
    for size in (1, 6):
        c = contest(make, {"G2C": [[9, 8]] * size})
        with statements(db.reader) as ran:
            organiser.get(f"{c.path}/progress/sheets")
        counts.append(len(ran))
    assert counts[0] == counts[1]
