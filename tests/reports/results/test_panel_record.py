"""What the report and the minister's page tell of the panel, and of a decision that is not final."""

import os
from pathlib import Path

import pytest
from sqlmodel import select

from awards.people.models import Person
from judging.deliberations.operations import return_decision
from judging.deliberations.votes.models import Choice
from reports.results import render
from reports.results.queries import results_of
from reports.results.render import category_page_pdf, report_pdf
from tests.judging.deliberations.test_deciding import decide
from tests.judging.deliberations.votes.test_votes import CITATION, Voting

REASONS = {"reason": "لأن أثرها أوسع بكثير", "reason_en": "Its reach is far wider"}


@pytest.fixture
def room(make):
    voting = Voting(make)
    voting.c.open_results()
    return voting.open(open_to_all=True)


@pytest.fixture
def printed(make, monkeypatch):
    """The HTML of the report, or of the page of the category."""

    folder, real = os.environ.get("PICTURES"), render.make_pdf

    def printed_(cycle_id, lang, *, page=False):
        made = []

        def keep(html, *styles, **options):
            made.append(html)
            return real(html, *styles, **options) if folder else b"%PDF-1.7"

        monkeypatch.setattr(render, "make_pdf", keep)
        with make.db.read() as session:
            results = results_of(session, cycle_id)
        if page:
            pdf = category_page_pdf(results, results.categories[0], lang, at=make.now)
        else:
            pdf = report_pdf(results, lang, document=None, at=make.now)
        if folder:
            Path(folder, f"{'page' if page else 'report'}-{lang}-{len(pdf)}.pdf").write_bytes(pdf)
        return made[0]

    return printed_


def test_the_report_has_votes_and_minutes_without_the_name_of_a_judge(room, printed, make):
    room.recuse(room.third, 0)
    room.keep(0, room.chair, minutes="Two figures were checked.", present=[room.chair, room.deputy])
    room.carry(0, present=[room.chair, room.deputy], **CITATION)
    lost = room.put(1, place=2, **REASONS)
    for judge in (room.chair, room.deputy, room.third):
        room.vote(lost, judge, Choice.AGAINST)
    room.close(lost)
    room.put(2, place=3)
    with make.db.read() as session:
        names = {
            name
            for judge in (room.chair, room.deputy, room.third)
            for person in session.exec(select(Person).where(Person.id == judge.person_id))
            for name in (person.name_ar, person.name_en)
        }
    for lang, words in (
        (
            "en",
            ("Two figures were checked.", "Carried", "Not carried", "Stood aside 1", REASONS["reason_en"]),
        ),
        ("ar", ("Two figures were checked.", "أُقرّ", "لم يُقرّ", "المتنحّون 1", REASONS["reason"])),
    ):
        html = printed(room.c.cycle.id, lang)
        assert not [word for word in words if word not in html]
        assert not [name for name in names if f">{name}<" in html or f" {name} " in html]
        assert "<bdi>J0" not in html


def test_a_decision_that_waits_for_a_second_person_says_so_on_the_ministers_page_until_it_is_approved(
    room, printed, make
):
    room.carry(1, **CITATION, **REASONS)
    [decision] = decide(room.c, 1, room.c.entries["G2C"][1], reason=REASONS["reason"])
    for lang, words, said in (
        ("en", "no second organiser has approved it yet", "As the panel proposed"),
        ("ar", "لم يعتمده منظّم ثانٍ بعد", "كما اقترحت اللجنة"),
    ):
        html = printed(room.c.cycle.id, lang, page=True)
        assert words in html
        assert said in html
    with make.db.write() as session:
        by = room.c.organisers[1].id
        return_decision(session, decision.id, "The figures are old.", by=by, at=make.now)
    assert "a second organiser returned it" in printed(room.c.cycle.id, "en", page=True)
    decide(room.c, 1, room.c.entries["G2C"][0])
    html = printed(room.c.cycle.id, "en", page=True)
    assert "Not final" not in html
    assert "The panel proposes" in html
