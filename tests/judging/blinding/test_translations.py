"""A translation is searched, approved and read with its original; a changed one costs the approval."""

import pytest
from sqlmodel import select

from awards.entries.models import Entry, EntryLanguage, Submission
from awards.entries.translations.operations import translate_submission
from awards.entries.translations.rules import originals
from awards.kit.errors import NotFound, RuleBroken
from judging.assignments.gather import gather
from judging.assignments.planning import may_be_assigned, plan_of
from judging.assignments.queries import judge_view_by_code
from judging.blinding import operations
from judging.blinding.content import BlindContent
from judging.blinding.queries import blinding_queue
from judging.scorecards.reading import NOTHING, Said, reading


@pytest.fixture
def entry(desk):
    return desk.entry("كان الانتظار طويلا", language=EntryLanguage.ARABIC, title="بوابة هيئة القوارب")


def translate(desk, entry, **changed):
    with desk.make.db.write() as session:
        content = session.exec(select(Submission.content).where(Submission.entry_id == entry.id)).one()
        texts = {one.field: f"Plain {n}" for n, one in enumerate(originals(content))} | changed
        translate_submission(session, entry.id, texts, by=desk.organiser.id, at=desk.make.now)


def row(desk):
    with desk.make.db.read() as session:
        return blinding_queue(session, desk.cycle.id)[0]


def view(desk, judge, code):
    with desk.make.db.rows() as connection:
        return judge_view_by_code(connection, judge.person_id, code)


def test_names_in_a_translation_are_found_and_replaced_as_in_the_original(desk, entry) -> None:
    translate(desk, entry, summary="A portal of the Boats Authority (BTA)")
    desk.prepare()
    copy = desk.copy(entry)
    assert copy.content["summary_en"] == "A portal of [the agency]"
    assert (copy.content["translation"], copy.content["translated_by"]) == ("en", "organisers")
    assert [f["field"] for f in copy.findings if f["whose"] == "entrant"] == ["title_ar", "summary_en"]


def test_a_changed_translation_costs_the_approval_and_keeps_the_approvers_wording_of_the_original(
    desk, entry
) -> None:
    translate(desk, entry)
    desk.prepare()
    copy = desk.copy(entry)
    content = BlindContent.from_json(copy.content).reworded(
        {"summary_ar": "بصياغة المعتمِد", "summary_en": "Worded"}
    )
    desk.approve(copy, content)
    assert row(desk).state == "approved"
    translate(desk, entry, summary="By Salma Fahd Aldosari")
    assert row(desk).state == "missing"
    assert desk.prepare() == 1
    assert desk.prepare() == 0
    renewed = desk.copy(entry)
    assert (row(desk).state, renewed.id, renewed.version) == ("waiting", copy.id, 3)
    assert (renewed.content["summary_ar"], renewed.content["summary_en"]) == (
        "بصياغة المعتمِد",
        "By [the entrant]",
    )


def test_a_copy_whose_translation_was_changed_cannot_be_approved(desk, entry) -> None:
    translate(desk, entry)
    desk.prepare()
    copy = desk.copy(entry)
    translate(desk, entry, summary="Otherwise")
    with pytest.raises(RuleBroken, match="translation was changed"):
        desk.approve(copy)


def test_half_a_translation_costs_nothing_and_is_not_in_the_copy(desk, entry) -> None:
    desk.prepare()
    desk.approve(desk.copy(entry))
    translate(desk, entry, summary="")
    assert row(desk).state == "approved"
    assert desk.copy(entry).content["translation"] == ""


def test_copies_with_a_translation_are_not_approved_unread(desk, entry, make) -> None:
    plain = desk.entry("نص", language=EntryLanguage.ARABIC)
    translate(desk, plain)
    desk.prepare()
    with make.db.read() as session:
        found = {one.number: one for one in blinding_queue(session, desk.cycle.id)}
    assert (found[plain.number].findings, found[plain.number].is_plain) == (0, False)


def test_an_approver_cannot_say_of_a_translation_that_it_is_none(desk, entry) -> None:
    translate(desk, entry)
    desk.prepare()
    copy = desk.copy(entry)
    with pytest.raises(RuleBroken):
        desk.approve(copy, BlindContent.from_json({**copy.content, "translation": ""}))


def test_an_approved_translation_widens_who_can_read_the_entry(desk, entry, make) -> None:
    english = make.judge(desk.cycle, reads_ar=False)
    round_ = make.round(desk.cycle, opened=False, sheets_per_entry=1, min_sheets=1)

    def able() -> bool:
        with make.db.read() as session:
            return may_be_assigned(gather(session, round_.id), (english.id, entry.id))

    desk.prepare()
    desk.approve(desk.copy(entry))
    assert not able()
    translate(desk, entry)
    desk.prepare()
    assert not able()
    copy = desk.copy(entry)
    desk.approve(copy)
    assert able()
    with make.db.read() as session:
        plan = plan_of(gather(session, round_.id), seed=1)
    assert plan.assignments == ((english.id, entry.id),)


def test_judges_read_the_original_and_beside_it_the_translation_marked_as_one(desk, entry, make) -> None:
    translate(desk, entry, title="Boats portal", summary="Plain words")
    desk.prepare()
    copy = desk.copy(entry)
    desk.approve(copy)
    judge = make.judge(desk.cycle, reads_ar=False)
    make.assignment(make.round(desk.cycle), judge, entry, desk.organiser, code="AA-111")
    seen = view(desk, judge, "AA-111")
    assert (seen.language, seen.translation, seen.translated_by) == ("ar", "en", "organisers")
    in_english, in_arabic = reading(seen, "en"), reading(seen, "ar")
    original = copy.content["summary_ar"]
    assert in_english.summary == (Said(original, True), Said("Plain words", False))
    assert in_arabic.summary == (Said(original, False), Said("Plain words", True))


def test_an_entry_without_a_translation_reads_as_before(desk, entry, make) -> None:
    desk.prepare()
    desk.approve(desk.copy(entry))
    judge = make.judge(desk.cycle)
    make.assignment(make.round(desk.cycle), judge, entry, desk.organiser, code="AA-111")
    shown = reading(view(desk, judge, "AA-111"), "en")
    assert (shown.title, shown.summary.translation) == (None, NOTHING)
    assert shown.summary.text.foreign


def test_a_translation_made_anew_takes_the_entry_from_judges_until_it_is_approved(desk, entry, make) -> None:
    translate(desk, entry)
    desk.prepare()
    desk.approve(desk.copy(entry))
    judge = make.judge(desk.cycle)
    make.assignment(make.round(desk.cycle), judge, entry, desk.organiser, code="AA-111")
    with make.db.write() as session:  # as the entrant does who was given more time
        session.get_one(Entry, entry.id).translation_version += 1
    with pytest.raises(NotFound):
        view(desk, judge, "AA-111")
    with make.db.write() as session:
        operations.prepare_blind_copies(session, desk.cycle.id, by=desk.organiser.id, at=make.now)
    desk.approve(desk.copy(entry))
    assert view(desk, judge, "AA-111").translation == "en"
