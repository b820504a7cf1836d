"""Saving a draft: whatever is typed is kept, and nobody overwrites what they have not seen."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from awards.directory.models import Membership, MembershipKind
from awards.entries import queries
from awards.entries.changes import AnswerChange, EntryChanges, merge
from awards.entries.models import EntryLanguage
from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken
from awards.people.models import Role
from tests.awards.entries.scenes import scene


def sheet_of(s, entry):
    with s.make.db.read() as session:
        return queries.my_sheet(session, s.member.id, entry.id)


def answers_of(s, entry):
    return {asked.key: asked for asked in sheet_of(s, entry).asked}


def answer(key, **parts):
    return EntryChanges(answers={key: AnswerChange(**parts)})


def test_a_draft_may_be_incomplete_and_over_its_limit(make):
    s = scene(make)
    entry = s.start()
    s.save(entry, answer("challenge", text_ar="كلمة " * 500))
    saved = answers_of(s, entry)
    assert saved["challenge"].text_ar == ("كلمة " * 500).strip()
    assert saved["solution"].text_ar == ""


def test_an_answer_that_was_changed_elsewhere_is_not_overwritten(make):
    s = scene(make)
    entry = s.start()
    s.save(entry, answer("challenge", text_ar="الأول"))
    assert s.save(entry, answer("challenge", text_ar="الثاني"), seen={"text_ar-challenge": [""]}) == {
        "text_ar-challenge"
    }
    assert answers_of(s, entry)["challenge"].text_ar == "الأول"
    assert not s.save(entry, answer("challenge", text_ar="الثاني"), seen={"text_ar-challenge": ["الأول"]})
    assert answers_of(s, entry)["challenge"].text_ar == "الثاني"


def test_an_answer_that_was_not_touched_here_keeps_what_was_written_elsewhere(make):
    s = scene(make)
    entry = s.start()
    s.save(entry, answer("challenge", text_ar="قديم"))
    s.save(entry, answer("challenge", text_ar="جديد"))
    both = EntryChanges(
        answers={"challenge": AnswerChange(text_ar="قديم"), "solution": AnswerChange(text_ar="حل")}
    )
    assert not s.save(entry, both, seen={"text_ar-challenge": ["قديم"], "text_ar-solution": [""]})
    saved = answers_of(s, entry)
    assert (saved["challenge"].text_ar, saved["solution"].text_ar) == ("جديد", "حل")


def test_what_was_seen_is_compared_in_the_spelling_in_which_it_is_kept(make):
    s = scene(make)
    entry = s.start()
    s.save(entry, answer("launched_on", value="2025-03-01"))
    assert not s.save(
        entry, answer("launched_on", value="2025-04-01"), seen={"value-launched_on": ["٢٠٢٥/٣/١ "]}
    )
    assert answers_of(s, entry)["launched_on"].value == "2025-04-01"


TEXT = st.sampled_from(["", "a", "b", "c"])
BOXES = ("one", "two")


@given(
    st.dictionaries(st.sampled_from(BOXES), TEXT),
    st.dictionaries(st.sampled_from(BOXES), st.lists(TEXT, max_size=3)),
    st.fixed_dictionaries(dict.fromkeys(BOXES, TEXT)),
)
def test_nothing_is_overwritten_that_was_not_seen_and_nothing_typed_is_lost(mine, seen, now):
    merged = merge(mine, seen, now)
    assert not merged.write & merged.clashes
    for box, text in mine.items():
        known = seen.get(box, [])
        if box in merged.write:
            assert now[box] in known
        elif text != now[box]:
            assert now[box] not in known
            assert (box in merged.clashes) == (known[:1] != [text])


@given(st.lists(st.tuples(st.sampled_from("mt"), TEXT), max_size=6))
def test_one_page_that_saves_alone_never_clashes_with_itself(steps):
    """`m`: a save that is answered; `t`: one whose answer is lost, carried out all the same."""
    now, known = "", [""]
    for kind, text in steps:
        merged = merge({"one": text}, {"one": known}, {"one": now})
        assert not merged.clashes
        now = text
        known = [text] if kind == "m" else [*known, text]


def test_a_save_that_changes_nothing_leaves_no_trace(make, db, clock):
    s = scene(make)
    entry = s.start()
    s.save(entry, answer("challenge", text_ar="نص"))
    clock.forward(minutes=5)
    s.save(entry, answer("challenge", text_ar="  نص\r\n"))
    assert sheet_of(s, entry).head.updated_at == make.now - timedelta(minutes=5)
    with db.read() as session:
        saves = session.exec(select(AuditEvent).where(AuditEvent.action == "entry.saved")).all()
    assert len(saves) == 1


def test_questions_that_a_save_does_not_name_keep_their_answers(make):
    s = scene(make)
    entry = s.start(language=EntryLanguage.BOTH)
    s.save(entry, answer("challenge", text_ar="بالعربية", text_en="in English"))
    s.save(entry, answer("solution", text_ar="حل"))
    s.save(entry, answer("challenge", text_en="changed"))
    saved = answers_of(s, entry)
    assert (saved["challenge"].text_ar, saved["challenge"].text_en) == ("بالعربية", "changed")
    assert saved["solution"].text_ar == "حل"


def test_a_text_in_a_language_that_is_switched_off_is_kept(make):
    s = scene(make)
    entry = s.start(language=EntryLanguage.BOTH)
    s.save(entry, answer("challenge", text_en="in English"))
    s.save(entry, EntryChanges(language=EntryLanguage.ARABIC))
    assert answers_of(s, entry)["challenge"].text_en == "in English"


@pytest.mark.parametrize(
    ("typed", "kept"), [("٢٠٢٥/٣/١", "2025-03-01"), ("في الربيع", "في الربيع"), ("", "")]
)
def test_a_value_is_kept_in_its_one_spelling_or_as_it_was_typed(make, typed, kept):
    s = scene(make)
    entry = s.start()
    s.save(entry, answer("launched_on", value=typed))
    assert answers_of(s, entry)["launched_on"].value == kept


def test_partners_are_other_agencies_and_only_an_agency_has_them(make):
    s = scene(make)
    partner = make.agency()
    entry = s.start()
    s.save(entry, EntryChanges(partner_ids=frozenset({partner.id})))
    assert [p.id for p in sheet_of(s, entry).partners] == [partner.id]
    for wrong in ({s.agency.id}, {partner.id, make.cycle(number=8).id}):
        with pytest.raises(RuleBroken):
            s.save(entry, EntryChanges(partner_ids=frozenset(wrong)))
    s.save(entry, EntryChanges(partner_ids=frozenset()))
    assert sheet_of(s, entry).partners == ()
    alone = s.start(category=make.category(s.cycle, "IND", for_individuals=True), alone=True)
    with pytest.raises(RuleBroken):
        s.save(alone, EntryChanges(partner_ids=frozenset({partner.id})))


def test_a_colleague_saves_and_a_stranger_finds_nothing(make):
    s = scene(make)
    entry = s.start()
    colleague, stranger = make.person(Role.ENTRANT), make.person(Role.ENTRANT)
    make.agency(stranger)
    make._save(
        Membership(agency_id=s.agency.id, person_id=colleague.id, kind=MembershipKind.EDITOR, since=make.now)
    )
    s.save(entry, answer("challenge", text_ar="نص"), by=colleague)
    assert answers_of(s, entry)["challenge"].text_ar == "نص"
    with pytest.raises(NotFound):
        s.save(entry, answer("challenge", text_ar="آخر"), by=stranger)


def test_an_individuals_entry_is_theirs_alone(make):
    s = scene(make)
    alone = s.start(category=make.category(s.cycle, "IND", for_individuals=True), alone=True)
    colleague = make.person(Role.ENTRANT)
    with pytest.raises(NotFound):
        s.save(alone, answer("challenge", text_ar="نص"), by=colleague)
    s.save(alone, answer("challenge", text_ar="نص"))
    assert answers_of(s, alone)["challenge"].text_ar == "نص"


def test_the_event_of_a_save_names_boxes_and_holds_no_text(make, db):
    s = scene(make)
    entry = s.start()
    s.save(entry, answer("challenge", text_ar="سر لا يُحفظ في السجل"))
    with db.read() as session:
        event = session.exec(select(AuditEvent).order_by(col(AuditEvent.sequence).desc())).first()
    assert event.detail == {"version": 2, "boxes": ["text_ar-challenge"]}


def test_a_withdrawn_entry_is_not_written_any_more(make):
    s = scene(make)
    entry = s.start()
    s.withdraw(entry)
    with pytest.raises(RuleBroken, match="withdrawn"):
        s.save(entry, answer("challenge", text_ar="نص"))
