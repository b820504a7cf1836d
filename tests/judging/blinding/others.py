"""What others than the judge write while a round goes on, each text with its word in it."""

import uuid
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from awards.cycles.models import Cycle
from awards.directory.models import Agency
from awards.entries.extensions.models import Extension
from awards.entries.models import Entry
from awards.entries.operations import disqualify_entry
from awards.guidance.forms import GuideForm
from awards.guidance.models import GuideKind, Readers
from awards.guidance.operations import add_guide
from awards.helpdesk.forms import CannedForm, FaqForm
from awards.helpdesk.kept import save_canned, save_faq
from awards.helpdesk.models import CannedAnswer, FaqItem
from awards.helpdesk.operations import ask
from awards.imports.models import ImportedEntry, TableImport, TableKind
from awards.invitations.models import Invitation
from awards.kit import audit
from awards.kit.i18n import Message
from awards.kit.jobs import Job, JobItem, JobState, enqueue_job, kept
from awards.kit.mail.outbox import Mail, MailAttempt
from awards.people.models import EmailChange, FailedSignIn, PasswordReset, Person, Role
from awards.people.sessions import Device, begin
from awards.registrations import models as registrations
from awards.registrations.models import Registration
from awards.screening.disqualifications import propose
from awards.screening.models import Clarification, Disqualification, Ground, NotADuplicate
from awards.screening.moving_models import EntryMove, MoveOutcome
from awards.screening.replies.models import DisqualificationReply, ReplyDecision
from judging.assignments.models import Assignment
from judging.assignments.operations import release_judge, stand_back
from judging.blinding.certificate.operations import begin_check, file_findings, propose_acceptance
from judging.calibration.operations import close_calibration, say
from judging.deliberations.models import Outcome
from judging.deliberations.operations import correct_tally, decide_place, return_decision
from judging.deliberations.room.models import RoomItem
from judging.deliberations.room.operations import keep_record, open_room
from judging.deliberations.votes.models import Motion, MotionItem, Vote
from judging.enquiries.models import Enquiry
from judging.enquiries.operations import answer, approve, ask_about, release
from judging.panels.chairs import Officers
from judging.panels.models import Judge
from judging.panels.naming import name_officers
from judging.reconciliation.models import (
    PendingOpening,
    Reconciliation,
    ReconciliationPart,
    Settlement,
)
from judging.reopenings.operations import ask_to_reopen, refuse_to_reopen
from judging.rounds.method.models import RoundMethod
from judging.rounds.method.rules import USUAL
from judging.rounds.models import Round
from judging.rounds.operations import ask_to_close_early, close_round, open_round
from judging.rubrics.kinds import RoundKind
from judging.rubrics.queries import newest_rubric, rubric_sheet
from judging.scorecards.models import LodgementReceipt, NotApplicable, Scorecard
from judging.scorecards.operations import lodge_scorecard, save_scorecard
from judging.scorecards.sheet import Mark, SheetInput
from judging.tally.operations import consent_to_results, let_move_on
from tests.factories import CRITERIA
from tests.judging.blinding.appealing import appeal
from tests.judging.blinding.canary import TOKENS, Planted


def after_calibration(make: Any, planted: Planted) -> None:
    """It is closed, a colleague speaks on an entry of which the judge knows nothing, and a first reading is over."""
    by, at, colleague = planted.organiser.id, make.now, planted.colleagues[0]
    with make.db.write() as session:
        close_calibration(session, planted.cycle.id, by=by, at=at)
        say(
            session,
            planted.hidden["hidden anchor"],
            TOKENS["calibration_post.text"],
            by=colleague.person_id,
            at=at,
        )
    _read_first(make, planted)


def _read_first(make: Any, planted: Planted) -> None:
    """A colleague read every entry; the judge one that moved on, and one of the two that did not."""
    organiser, colleague, entry_ids = planted.organiser, planted.colleagues[0], planted.parameters["entry_id"]
    with make.db.write() as session:
        scoring = session.get_one(Round, planted.round.id)
        scoring.chosen = True
        session.add(scoring)
        own = session.exec(select(Judge).where(Judge.person_id == planted.judge.id)).one()
        moving = [session.get_one(Entry, entry_id) for entry_id in entry_ids]
        entrant = session.get_one(Person, moving[0].started_by_id)
        agency = session.get_one(Agency, moving[0].agency_id)
    stopped = [
        make.entry(planted.category, agency, entrant, title=title)
        for title in ("بوابة", TOKENS["stopped_title"])
    ]
    for entry in stopped:
        make.blind_copy(entry, approved_by=organiser)
    ends = make.now + timedelta(days=5)
    reading = make.round(
        planted.cycle,
        RoundKind.FIRST_READING,
        opened=False,
        min_sheets=1,
        pass_mark="50",
        closes_at=ends,
    )
    given = [(colleague, entry) for entry in (*moving, *stopped)]
    given += [(own, moving[0]), (own, stopped[0])]
    assigned = [make.assignment(reading, judge, entry, organiser) for judge, entry in given]
    remarks = {name: TOKENS[f"read_{name}"] for name in ("strengths", "improvements", "confidential")}
    with make.db.write() as session:
        open_round(session, reading.id, by=organiser.id, at=make.now)
        for (judge, entry), assignment in zip(given, assigned, strict=True):
            theirs, points = judge is colleague, "3" if entry in stopped else "8"
            mark = Mark(points, comment=TOKENS["read_comment"] if theirs else "")
            sheet = SheetInput({key: mark for key, _ in CRITERIA}, **(remarks if theirs else {}))
            by = {"by": judge.person_id, "at": make.now}
            saved = save_scorecard(session, assignment.id, sheet, version=0, **by)
            lodge_scorecard(session, saved.scorecard_id, **by)
        close_round(session, reading.id, by=organiser.id, at=make.now)
        let_move_on(session, reading.id, by=organiser.id, at=make.now)
    codes = {(judge.id, entry.id): one.code for (judge, entry), one in zip(given, assigned, strict=True)}
    theirs = {entry: code for (judge, entry), code in codes.items() if judge == colleague.id}
    planted.hidden |= {f"code in the first reading {n}": code for n, code in enumerate(theirs.values())}
    planted.hidden |= {f"stopped entry {n}": str(entry.id) for n, entry in enumerate(stopped)}
    planted.parameters["code"] += [codes[own.id, stopped[0].id], theirs[stopped[0].id]]


def during_scoring(make: Any, planted: Planted) -> None:
    """One colleague lodges every sheet, another stands back and is released; an organiser wants to close early."""
    first, second = planted.colleagues
    comment = TOKENS["score.comment"]
    sheet = SheetInput(
        {key: Mark(points="8", comment=comment) for key, _ in CRITERIA},
        strengths=TOKENS["scorecard.strengths"],
        improvements=TOKENS["scorecard.improvements"],
        confidential=TOKENS["scorecard.confidential"],
    )
    organiser, at = planted.organiser.id, make.now
    with make.db.write() as session:
        for seat in planted.colleagues:
            theirs = select(Assignment).where(Assignment.judge_id == seat.id)
            mine = list(session.exec(theirs.where(Assignment.round_id == planted.round.id)))
            if seat is second:
                reason = TOKENS["recusal.reason"]
                stand_back(session, mine[0].id, reason, by=seat.person_id, at=at)
                continue
            for assignment in mine:
                by = first.person_id
                saved = save_scorecard(session, assignment.id, sheet, version=0, by=by, at=at)
                lodge_scorecard(session, saved.scorecard_id, by=by, at=at)
        release_judge(session, second.id, TOKENS["judge.dropped_out_reason"], by=organiser, at=at)
        reason = TOKENS["early_closing.reason"]
        ask_to_close_early(
            session,
            planted.round.id,
            reason,
            reason_en=TOKENS["early_closing.reason_en"],
            missing=3,
            unranked=0,
            by=organiser,
            at=at,
        )
        # Written before the round was opened, when a choice was changed.
        session.add(
            RoundMethod(
                round_id=planted.round.id,
                version=2,
                **asdict(USUAL),
                reason=TOKENS["round_method.reason"],
                set_at=at,
                set_by_id=organiser,
            )
        )
        words = {name: TOKENS[f"failed_sign_in.{name}"] for name in ("email", "address")}
        session.add(FailedSignIn(**words, at=at))
        mail_id = _about_accounts(session, first.person_id, at)
        items = [{"about": TOKENS["job_item.payload"]}]
        job = enqueue_job(session, "certificates.issue", planted.cycle.id, items, by=organiser, at=at)
        _fail(session, job)
        invitation_id, registration_id = _joining(session, organiser, at)
        question_id = _screening(session, planted, at)
        session.add(_more_time(planted.cycle, organiser, at))
        _at_the_help_desk(session, planted, organiser, at)
        _checked(session, make, planted, at)
        import_id = _bringing_in(session, planted, at)
        reopening_id = _reopening(session, planted, at)
        planted.parameters["criterion"] = [_not_applicable(session, planted, at)]
    planted.parameters["question_id"] = [*planted.parameters.get("question_id", []), question_id]
    planted.parameters["request_id"] = [reopening_id]
    planted.parameters["invitation_id"] = [invitation_id]
    planted.parameters["registration_id"] = [registration_id]
    planted.parameters["import_id"] = [import_id]
    planted.parameters["job_id"] = [job.id]
    planted.parameters["mail_id"] = [mail_id]


def _checked(session: Any, make: Any, planted: Planted, at: datetime) -> None:
    """The blindness check found the agency, and an organiser says why that does not matter."""
    words = {"before": "", "found": TOKENS["agency_en"], "after": "", "name": TOKENS["agency_en"]}
    finding = {"mark": "0" * 64, "entry": 1, "address": "/scorecards", "lang": "en", "how": "exact", **words}
    cycle, by, at = planted.cycle.id, planted.organiser.id, at + timedelta(seconds=1)
    check, judges = begin_check(session, cycle, by=by, at=at)
    read = {"judges": len(judges), "pages": 1, "findings": [finding]}
    file_findings(session, make.settings.data_dir, check.id, **read, at=at)
    propose_acceptance(session, cycle, finding["mark"], TOKENS["blindness_acceptance.reason"], by=by, at=at)


def _not_applicable(session: Any, planted: Planted, at: datetime) -> uuid.UUID:
    """Organisers granted that a criterion does not apply to an entry that the judge reads; the claim names its entrant."""
    entry = session.get_one(Entry, planted.parameters["entry_id"][0])
    rubric = newest_rubric(session.connection(), entry.category_id)
    criterion = rubric_sheet(session.connection(), rubric.id).criteria[-1].id
    claim = {name: TOKENS[f"not_applicable.{name}"] for name in ("reason_ar", "reason_en")}
    granted = {"granted_at": at, "granted_by_id": planted.organiser.id}
    session.add(NotApplicable(entry_id=entry.id, criterion_id=criterion, **claim, **granted))
    session.flush()
    return criterion


def _more_time(cycle: Cycle, organiser: uuid.UUID, at: datetime) -> Extension:
    """Somebody was given more time to enter; the reason names them."""
    return Extension(
        cycle_id=cycle.id,
        closed_at=cycle.closes_at,
        closes_at=cycle.closes_at,
        reason=TOKENS["extension.reason"],
        given_at=at,
        given_by_id=organiser,
    )


def _screening(session: Any, planted: Planted, at: datetime) -> uuid.UUID:
    """Organisers ask about an entry and are answered, and say of two that they are not the same."""
    first, second = sorted((planted.parameters["entry_id"][0], planted.parameters["entry_id"][-1]))
    organiser = planted.organiser.id
    reason = TOKENS["not_a_duplicate.reason"]
    session.add(NotADuplicate(first_id=first, second_id=second, reason=reason, at=at, by_id=organiser))
    audit.record(session, "entry.not_a_duplicate", first, by=organiser, at=at, detail={"reason": reason})
    words = {name: TOKENS[f"clarification.{name}"] for name in ("question", "answer")}
    asked = Clarification(
        entry_id=planted.parameters["entry_id"][0],
        **words,
        asked_at=at,
        asked_by_id=organiser,
        answered_at=at,
        answered_by_id=organiser,
    )
    session.add(asked)
    entry = session.get_one(Entry, planted.parameters["entry_id"][0])
    words = {name: TOKENS[f"entry_move.{name}"] for name in ("reason", "word")}
    move = EntryMove(
        entry_id=entry.id,
        from_id=entry.category_id,
        to_id=entry.category_id,
        **words,
        proposed_at=at,
        proposed_by_id=organiser,
        outcome=MoveOutcome.DECLINED,
        decided_at=at,
        decided_by_id=entry.started_by_id,
    )
    session.add(move)
    reason = TOKENS["disqualification.reason"]
    propose(session, asked.entry_id, Ground.OTHER, reason, by=organiser, at=at)
    session.flush()
    _answered(session, asked.entry_id, organiser, at)
    return asked.id


def _answered(session: Any, entry_id: uuid.UUID, organiser: uuid.UUID, at: datetime) -> None:
    """The entry was out and its people answered; the judge reads it, as if it were back."""
    out = Disqualification(
        entry_id=entry_id,
        ground=Ground.OTHER,
        reason=TOKENS["disqualification.reason"],
        proposed_at=at,
        proposed_by_id=organiser,
        decided_at=at,
        decided_by_id=organiser,
        confirmed=True,
    )
    session.add(out)
    session.flush()
    words = {"text": TOKENS["disqualification_reply.text"], "at": at, "by_id": organiser}
    session.add(DisqualificationReply(disqualification_id=out.id, entry_id=entry_id, **words))
    session.flush()
    wish = {"lifts": True, "reason": TOKENS["reply_decision.reason"]}
    session.add(ReplyDecision(disqualification_id=out.id, proposed_at=at, proposed_by_id=organiser, **wish))
    session.flush()


def _joining(session: Any, organiser: uuid.UUID, at: datetime) -> tuple[uuid.UUID, uuid.UUID]:
    """Somebody is invited, somebody else registered and is refused."""
    named = {name: TOKENS[f"invitation.{name}"] for name in ("email", "name_ar", "name_en")}
    invitation = Invitation(
        **named, role=Role.AUDITOR, invited_by_id=organiser, invited_at=at, expires_at=at + timedelta(days=1)
    )
    words = ("email", "name_ar", "name_en", "address", "reason")
    registration = Registration(
        **{name: TOKENS[f"registration.{name}"] for name in words},
        asked_at=at,
        expires_at=at,
        confirmed_at=at,
        outcome=registrations.Outcome.REFUSED,
        decided_at=at,
        decided_by_id=organiser,
    )
    session.add_all((invitation, registration))
    session.flush()
    return invitation.id, registration.id


def _at_the_help_desk(session: Any, planted: Planted, organiser: uuid.UUID, at: datetime) -> None:
    """An entrant asks about an entry, an organiser keeps an answer ready and drafts a question for everybody."""
    entry = session.get_one(Entry, planted.parameters["entry_id"][0])
    subject, text = TOKENS["ticket.subject"], TOKENS["ticket_message.text"]
    asker = {"asked_as": Role.ENTRANT, "by": entry.started_by_id, "lang": "ar", "days": 2, "at": at}
    ask(session, subject=subject, text=text, entry_id=entry.id, **asker)
    _exchanged(session, planted, organiser, at)
    ready = CannedForm(**{name: TOKENS[f"canned_answer.{name}"] for name in CannedForm.model_fields})
    save_canned(session, None, ready, by=organiser, at=at)
    told = {name: TOKENS[f"guide_version.{name}"] for name in GuideForm.model_fields if name != "readers"}
    draft = {"cycle_id": planted.cycle.id, "kind": GuideKind.GUIDE, "by": organiser, "at": at}
    guide = add_guide(session, GuideForm(**told, readers=Readers.OFFICE), **draft)
    planted.parameters["guide_id"] = [guide.id]
    words = {name: TOKENS[f"faq_item.{name}"] for name in FaqForm.model_fields if name != "published"}
    save_faq(session, None, FaqForm(**words), by=organiser, at=at)
    planted.parameters["answer_id"] = [session.exec(select(CannedAnswer.id)).one()]
    planted.parameters["item_id"] = [session.exec(select(FaqItem.id)).one()]


def _exchanged(session: Any, planted: Planted, organiser: uuid.UUID, at: datetime) -> None:
    """A colleague asks about the entry that this judge does not read, and all of it is passed on; about one that
    both read, the answer is not approved yet."""
    colleague, unread = planted.colleagues[0].person_id, planted.parameters["entry_id"][-1]
    shared = select(Assignment.code).where(
        Assignment.judge_id == planted.colleagues[0].id,
        Assignment.entry_id == planted.parameters["entry_id"][0],
        Assignment.round_id == planted.round.id,
    )
    question, said = TOKENS["enquiry.question"], TOKENS["enquiry.answer"]
    found = []
    for code, entry_id in (
        ("UN-READ", unread),
        (session.exec(shared).one(), planted.parameters["entry_id"][0]),
    ):
        ticket = ask_about(session, code, question, lang="ar", days=2, by=colleague, at=at)
        release(session, ticket.number, question, days=2, by=organiser, at=at)
        enquiry = session.exec(select(Enquiry.id).where(Enquiry.ticket_id == ticket.id)).one()
        answer(session, enquiry, said, days=2, by=session.get_one(Entry, entry_id).started_by_id, at=at)
        if entry_id == unread:
            approve(session, ticket.number, TOKENS["enquiry.approved"], by=organiser, at=at)
        found.append(enquiry)
    planted.parameters["enquiry_id"] = found


def _bringing_in(session: Any, planted: Planted, at: datetime) -> uuid.UUID:
    """An organiser reads a list of entries, and one of those there are came in with an earlier list."""
    row = {"row": 2, "key": "2", "name": TOKENS["table_import.preview"], "outcome": "new", "changes": []}
    counts = {"new": 1, "changed": 0, "unchanged": 0, "problem_count": 0}
    found = TableImport(
        kind=TableKind.ENTRIES,
        cycle_id=planted.cycle.id,
        name=TOKENS["table_import.name"],
        sheet=TOKENS["table_import.sheet"],
        digest="0" * 64,
        content=b"code",
        preview={"digest": "0" * 64, **counts, "problems": [], "rows": [row], "notes": []},
        read_at=at,
        read_by_id=planted.organiser.id,
        expires_at=at + timedelta(days=300),
    )
    key = TOKENS["imported_entry.key"]
    came = ImportedEntry(entry_id=planted.parameters["entry_id"][0], cycle_id=planted.cycle.id, key=key)
    session.add_all((found, came))
    session.flush()
    return found.id


def _reopening(session: Any, planted: Planted, at: datetime) -> uuid.UUID:
    """A colleague asks twice that a lodged sheet be reopened: one request is refused, the other one waits."""
    colleague = planted.colleagues[0].person_id
    lodged = select(Scorecard.id).join(Assignment).where(Scorecard.lodged_by_id == colleague)
    card_id = session.exec(lodged.where(Assignment.round_id == planted.round.id)).first()
    reason, by = TOKENS["reopening.reason"], planted.organiser.id
    refused = ask_to_reopen(session, card_id, reason, by=colleague, at=at)
    words = TOKENS["reopening.refusal"]
    refuse_to_reopen(session, refused.id, words, by=by, organises=True, at=at)
    return ask_to_reopen(session, card_id, reason, by=colleague, at=at).id


def _about_accounts(session: Any, person_id: uuid.UUID, at: datetime) -> uuid.UUID:
    """A colleague asks for another address and another password, and a mail to somebody does not arrive."""
    addresses = {name: TOKENS[f"email_change.{name}"] for name in ("old_email", "new_email")}
    session.add(EmailChange(person_id=person_id, asked_at=at, expires_at=at, **addresses))
    session.add(PasswordReset(address=TOKENS["password_reset.address"], asked_at=at, expires_at=at))
    device = Device(TOKENS["sign_in_session.address"], TOKENS["sign_in_session.browser"])
    begin(session, person_id, Role.JUDGE, at=at, hours=12, device=device)
    mail = Mail(
        kind="people.email_changed",
        params={"new": TOKENS["mail.params"]},
        address=TOKENS["mail.address"],
        about=TOKENS["mail.about"],
        queued_at=at,
        due_at=at,
    )
    session.add(mail)
    session.flush()
    session.add(
        MailAttempt(mail_id=mail.id, number=1, began_at=at, ended_at=at, answer=TOKENS["mail_attempt.answer"])
    )
    return mail.id


def _fail(session: Any, job: Job) -> None:
    job.state, job.problem = JobState.FAILED, kept(Message(TOKENS["job.problem"]))
    item = session.exec(select(JobItem).where(JobItem.job_id == job.id)).one()
    item.problem = kept(Message(TOKENS["job_item.problem"]))
    session.add(job)
    session.add(item)
    session.flush()


def after_scoring(make: Any, planted: Planted) -> None:
    """The results are opened, an entry is disqualified, all is counted again, and a place decided and sent back."""
    second: Person = make.person(Role.ORGANISER)
    by, at = planted.organiser.id, make.now
    unread, first = planted.parameters["entry_id"][-1], planted.parameters["entry_id"][0]
    with make.db.write() as session:
        close_round(session, planted.round.id, by=by, at=at)
        reconciliation_id = _reconciling(session, planted, first, at)
        for each in (by, second.id):
            consent_to_results(session, planted.round.id, by=each, at=at)
        disqualify_entry(session, unread, TOKENS["entry_ending.reason"], by=by, at=at)
        correct_tally(session, planted.cycle.id, TOKENS["tally.reason"], by=by, at=at)
        words = ("citation_ar", "citation_en", "reason", "reason_en")
        decision = decide_place(
            session,
            category_id=planted.category.id,
            place=1,
            outcome=Outcome.AWARDED,
            entry_ids=[first],
            **{name: TOKENS[f"decision.{name}"] for name in words},
            by=by,
            at=at,
        )[0]
        return_decision(session, decision.id, TOKENS["decision.returned_reason"], by=second.id, at=at)
        _deliberating(session, planted, at)
        appeal(session, planted, first, second.id, at)
    planted.parameters["reconciliation_id"] = [reconciliation_id]
    planted.parameters["decision_id"] = [decision.id]


def _deliberating(session: Any, planted: Planted, at: datetime) -> None:
    """The panel meets: a colleague chairs it and keeps the record of each item, which members do not read."""
    chair, by, category = planted.colleagues[0], planted.organiser.id, planted.category.id
    name_officers(session, category, Officers(chair.id), by=by, at=at)
    room = open_room(session, category, open_to_all=False, by=by, at=at)
    codes = list(session.exec(select(RoomItem.code).where(RoomItem.room_id == room.id)))
    minutes = TOKENS["room_item.minutes"]
    for code in codes:
        told = {"minutes": minutes, "present": [chair.id], "version": 0}
        keep_record(session, room.id, code, **told, by=chair.person_id, at=at)
    planted.parameters["room_id"], planted.parameters["item"] = [room.id], codes
    seat, item = session.exec(
        select(Assignment.judge_id, RoomItem.id)
        .join(RoomItem, RoomItem.entry_id == Assignment.entry_id)
        .where(Assignment.code == planted.codes[0])
    ).one()
    texts = ("citation_ar", "citation_en", "reason", "reason_en")
    wording = {name: TOKENS[f"room_motion.{name}"] for name in texts}
    put = {"put_at": at, "put_by_id": chair.person_id}
    motion = Motion(room_id=room.id, place=1, outcome=Outcome.AWARDED, **wording, **put)
    session.add(motion)
    session.flush()
    session.add(MotionItem(motion_id=motion.id, item_id=item))
    session.add_all(Vote(motion_id=motion.id, judge_id=judge) for judge in (seat, chair.id))
    planted.parameters["motion_id"] = [motion.id]


def _reconciling(session: Any, planted: Planted, entry_id: uuid.UUID, at: datetime) -> uuid.UUID:
    """The sheets of an entry lay apart: its judges are asked, a colleague answered, the chair determined."""
    found = Reconciliation(
        round_id=planted.round.id,
        entry_id=entry_id,
        threshold=20,
        criteria=[CRITERIA[0][0]],
        opened_at=at,
        settled_at=at,
        settlement=Settlement.STANDS,
        determination=TOKENS["reconciliation.determination"],
    )
    session.add(found)
    session.flush()
    lodged = (
        select(Assignment, LodgementReceipt)
        .join(Scorecard, Scorecard.assignment_id == Assignment.id)
        .join(LodgementReceipt, LodgementReceipt.scorecard_id == Scorecard.id)
        .where(Assignment.entry_id == entry_id, Assignment.round_id == planted.round.id)
    )
    seats = {seat.id for seat in planted.colleagues}
    for assignment, receipt in {row[0].id: row for row in session.exec(lodged)}.values():
        part = ReconciliationPart(
            assignment_id=assignment.id, reconciliation_id=found.id, receipt_id=receipt.id
        )
        if assignment.judge_id in seats:
            part.reason, part.answered_at = TOKENS["reconciliation_part.reason"], at
        session.add(part)
    words = {"reason": TOKENS["pending_opening.reason"], "pending": 1, "at": at}
    session.add(PendingOpening(round_id=planted.round.id, person_id=planted.organiser.id, **words))
    session.flush()
    return found.id
