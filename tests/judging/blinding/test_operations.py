"""Preparing and approving blind copies."""

import pytest
from sqlmodel import select

from awards.cycles.models import Question, QuestionKind
from awards.directory.models import AgencyAlias
from awards.entries.models import EntryPartner, EntryState, Submission
from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken, Stale
from judging.blinding import operations
from judging.blinding.content import BlindAnswer, BlindContent
from judging.blinding.queries import blinding_queue
from judging.rounds.operations import close_round
from tests.factories import some_id
from tests.statements import statements


def test_a_copy_holds_only_answers_that_do_not_identify(desk) -> None:
    entry = desk.entry()
    assert desk.prepare() == 1
    content = desk.copy(entry).content
    assert [answer["question"] for answer in content["answers"]] == ["launched_on", "challenge", "solution"]
    assert "Boats" not in str(content)


def test_an_answer_whose_question_identified_when_it_was_asked_stays_hidden(desk, make) -> None:
    entry = desk.entry()
    with make.db.write() as session:
        submission = session.exec(select(Submission).where(Submission.entry_id == entry.id)).one()
        answers = [{**a, "identifying": a["question"] == "challenge"} for a in submission.content["answers"]]
        submission.content = {**submission.content, "answers": answers}
        question = session.exec(select(Question).where(Question.key == "operator")).one()
        question.identifying = False
    desk.prepare()
    asked = [answer["question"] for answer in desk.copy(entry).content["answers"]]
    assert asked == ["operator", "launched_on", "solution"]


def test_names_are_replaced_in_the_proposal_and_kept_as_findings(desk) -> None:
    entry = desk.entry("The Boats Authority (BTA) did it", title="هيئة القوارب تبحر")
    desk.prepare()
    copy = desk.copy(entry)
    answer = next(a for a in copy.content["answers"] if a["question"] == "challenge")
    assert answer["text_en"] == "[the agency] did it"
    assert copy.content["title_ar"] == "[الجهة] تبحر"
    first = next(f for f in copy.findings if f["field"] == "answer.challenge.text_en")
    assert (first["found"], first["whose"], first["kind"]) == (
        "The Boats Authority (BTA)",
        "entrant",
        "agency",
    )
    assert "The Boats Authority (BTA) did it"[first["start"] : first["end"]] == first["found"]


def test_a_number_that_looks_like_a_telephone_stays(desk, make) -> None:
    with make.db.write() as session:
        session.exec(select(Question).where(Question.key == "launched_on")).one().kind = QuestionKind.NUMBER
    entry = desk.entry()
    with make.db.write() as session:
        submission = session.exec(select(Submission).where(Submission.entry_id == entry.id)).one()
        submission.content = {
            **submission.content,
            "answers": [{"question": "launched_on", "text_ar": "", "text_en": "", "value": "920012345"}],
        }
    desk.prepare()
    assert desk.copy(entry).content["answers"][0]["value"] == "920012345"


def test_partners_other_agencies_aliases_domains_and_people_are_looked_for(desk, make) -> None:
    partner, other = make.agency(name_en="Lighthouse Office"), make.agency(name_en="Rivers Office")
    with make.db.write() as session:
        session.add(AgencyAlias(agency_id=other.id, text="Streams Bureau"))
    entry = desk.entry(
        f"Lighthouse Office, Streams Bureau, {desk.agency.code}.example, Salma Aldosari", agency=desk.agency
    )
    with make.db.write() as session:
        session.add(EntryPartner(entry_id=entry.id, agency_id=partner.id))
    desk.prepare()
    answer = next(a for a in desk.copy(entry).content["answers"] if a["question"] == "challenge")
    assert answer["text_en"] == "[a partner agency], [another agency], [the agency], [the entrant]"


def test_an_individuals_name_is_looked_for(desk) -> None:
    entry = desk.entry("كتبته سلمى فهد الدوسري", agency=None)
    desk.prepare()
    answer = next(a for a in desk.copy(entry).content["answers"] if a["question"] == "challenge")
    assert answer["text_ar"] == "كتبته [المشارك]"


def test_only_submitted_entries_get_a_copy_and_only_once(desk) -> None:
    desk.entry()
    desk.entry(submitted=False)
    desk.entry(state=EntryState.WITHDRAWN)
    assert desk.prepare() == 1
    assert desk.prepare() == 0


def test_files_keep_their_order_and_lose_their_names(desk, make) -> None:
    entry = desk.entry()
    files = [
        {"id": str(some_id()), "position": n, "name": f"Boats {n}.pdf", "media_type": "application/pdf", "size": 9,
         "original_digest": "a" * 64, "clean_digest": str(n) * 64, "clean_size": n}
        for n in (2, 1)
    ]  # fmt: skip
    with make.db.write() as session:
        submission = session.exec(select(Submission).where(Submission.entry_id == entry.id)).one()
        submission.content = {**submission.content, "attachments": files}
    desk.prepare()
    content = desk.copy(entry).content
    assert [file["digest"][0] for file in content["files"]] == ["1", "2"]
    assert "Boats" not in str(content)
    assert "a" * 64 not in str(content)


def test_an_approver_may_keep_a_file_back(desk, make) -> None:
    entry = desk.entry()
    attach(make, entry)
    desk.prepare()
    copy = desk.copy(entry)
    assert copy.content["files"][0]["shown"] is True
    desk.approve(copy, BlindContent.from_json(copy.content).showing(()))
    assert desk.copy(entry).content["files"][0]["shown"] is False


def test_an_approver_may_change_the_words(desk) -> None:
    entry = desk.entry()
    desk.prepare()
    copy = desk.copy(entry)
    content = BlindContent.from_json(copy.content).reworded({"title_en": "Another title"})
    assert desk.approve(copy, content) == 2
    approved = desk.copy(entry)
    assert approved.content["title_en"] == "Another title"
    assert approved.approved_by_id == desk.organiser.id
    with desk.make.db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "blind_copy.approved")).one()
    assert event.detail["entry"] == entry.number


def test_an_approver_cannot_slip_in_another_answer(desk) -> None:
    entry = desk.entry()
    desk.prepare()
    copy = desk.copy(entry)
    more = BlindContent.from_json(
        {**copy.content, "answers": [*copy.content["answers"], {"question": "operator"}]}
    )
    assert BlindAnswer("operator") in more.answers
    with pytest.raises(RuleBroken):
        desk.approve(copy, more)


def test_an_approval_of_an_older_version_is_refused(desk) -> None:
    entry = desk.entry()
    desk.prepare()
    copy = desk.copy(entry)
    desk.approve(copy)
    with pytest.raises(Stale):
        desk.approve(copy, version=1)
    assert desk.approve(desk.copy(entry)) == 3


def test_a_new_submission_needs_a_new_copy_and_a_new_approval(desk) -> None:
    entry = desk.entry()
    desk.prepare()
    old = desk.copy(entry)
    desk.approve(old)
    desk.submit_again(entry, title_en="Changed")
    with pytest.raises(RuleBroken):
        desk.approve(desk.copy(entry))
    with desk.make.db.read() as session:
        assert [row.state for row in blinding_queue(session, desk.cycle.id)] == ["missing"]
    desk.make.clock.forward(minutes=1)
    assert desk.prepare() == 1
    with desk.make.db.read() as session:
        assert [row.state for row in blinding_queue(session, desk.cycle.id)] == ["waiting"]
    assert desk.copy(entry).content["title_en"] == "Changed"


def test_the_copy_of_an_entry_that_is_out_is_not_approved(desk) -> None:
    entry = desk.entry()
    desk.prepare()
    with desk.make.db.write() as session:
        session.merge(entry).state = EntryState.DISQUALIFIED
    with pytest.raises(RuleBroken):
        desk.approve(desk.copy(entry))
    with pytest.raises(NotFound), desk.make.db.write() as session:
        operations.approve_blind_copy(
            session, some_id(), BlindContent("ar"), version=1, by=desk.organiser.id, at=desk.make.now
        )


def test_together_only_copies_without_findings_and_files_are_approved(desk, make) -> None:
    plain, named, with_file = desk.entry(), desk.entry("Boats Authority"), desk.entry()
    attach(make, with_file)
    desk.prepare()
    with make.db.write() as session:
        assert operations.approve_plain_copies(session, desk.cycle.id, by=desk.organiser.id, at=make.now) == 1
    assert desk.copy(plain).approved_at == make.now
    assert desk.copy(plain).version == 2
    assert desk.copy(named).approved_at is desk.copy(with_file).approved_at is None


def test_preparing_takes_as_many_statements_for_many_entries_as_for_few(desk, make) -> None:
    def asked() -> int:
        with statements(make.db.reader) as seen, make.db.read() as session:
            operations.propose_blind_copies(session, desk.cycle.id)
            blinding_queue(session, desk.cycle.id)
        return len(seen)

    desk.entry()
    few = asked()
    for _ in range(6):
        desk.entry()
    assert asked() == few


def test_a_copy_is_reworded_under_begun_sheets_only_with_a_reason_that_is_logged(desk, make, db) -> None:
    entry = desk.entry()
    desk.prepare()
    desk.approve(desk.copy(entry))
    round_ = make.round(desk.cycle)
    assignments = [make.assignment(round_, make.judge(desk.cycle), entry, desk.organiser) for _ in range(3)]
    desk.approve(desk.copy(entry))  # nobody has begun yet
    make.scorecard(assignments[0], {"benefit": 5, "channels": 5, "support": 5})
    make.scorecard(assignments[1], {"benefit": 5}, lodged=False)
    version = desk.copy(entry).version
    with pytest.raises(operations.RewordingReasonNeeded):
        desk.approve(desk.copy(entry))
    desk.approve(desk.copy(entry), reason="An acronym was left in it.")
    assert desk.copy(entry).version == version + 1
    with db.read() as session:
        log = select(AuditEvent).where(AuditEvent.action == "blind_copy.approved")
        last = session.exec(log.order_by(AuditEvent.sequence.desc())).first()
    assert {key: last.detail[key] for key in ("reason", "sheets", "lodged")} == {
        "reason": "An acronym was left in it.",
        "sheets": 2,
        "lodged": 1,
    }


def test_no_copy_is_reworded_once_its_round_is_closed(desk, make, db) -> None:
    entry = desk.entry()
    desk.prepare()
    desk.approve(desk.copy(entry))
    round_ = make.round(desk.cycle)
    with db.write() as session:
        close_round(session, round_.id, by=desk.organiser.id, at=make.now)
    with pytest.raises(RuleBroken, match="stands"):
        desk.approve(desk.copy(entry), reason="Late.")


def attach(make, entry):
    """A file of the entry's submission, as its content names it."""
    file = {
        "id": str(some_id()),
        "position": 1,
        "media_type": "image/png",
        "clean_digest": "0" * 64,
        "clean_size": 1,
        "name": "x",
    }
    with make.db.write() as session:
        submission = session.exec(select(Submission).where(Submission.entry_id == entry.id)).one()
        submission.content = {**submission.content, "attachments": [file]}
