"""What is done in a calibration: open and close it, hand in a sheet, talk. None of it touches scoring."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from random import Random, SystemRandom

from sqlmodel import Session, col, select

from awards.cycles.models import Category
from awards.cycles.queries import cycle_by_id
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.i18n import Message, as_lang, msg
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person
from judging.assignments.facts import Facts
from judging.assignments.gather import gather
from judging.assignments.operations import stand_back
from judging.blinding.certificate.queries import certificate_lacks
from judging.calibration.letters import OPENED
from judging.calibration.models import Calibration, CalibrationEntry, CalibrationPost, CalibrationSheet
from judging.calibration.queries import calibration_of, my_anchor, rubric_for, sheets_of, standing_of
from judging.calibration.rules import MOST_ANCHORS, Phase, shared_codes
from judging.panels.naming import judging_is_open
from judging.recusals.operations import declare_recusal
from judging.rounds.queries import opening_round
from judging.rubrics.kinds import RoundKind
from judging.rubrics.models import Rubric
from judging.rubrics.queries import RubricSheet
from judging.scorecards.sheet import SheetInput, off_scale, unanswered, unexplained
from judging.scorecards.wording import off_scale_words

_SCORING = msg("Scoring is open: calibration comes before it.")


def open_calibration(
    session: Session,
    cycle_id: uuid.UUID,
    numbers: Collection[int],
    ends_at: datetime,
    *,
    source: Random | None = None,
    by: uuid.UUID,
    at: datetime,
) -> Calibration:
    """Have the entries of these numbers scored by their panels, and write to the judges.

    Raises RuleBroken where the blindness certificate does not stand, and as beginning it does.
    """
    if lacks := certificate_lacks(session, cycle_id):
        raise RuleBroken(lacks)
    return begin_calibration(session, cycle_id, numbers, ends_at, source=source, by=by, at=at)


def begin_calibration(
    session: Session,
    cycle_id: uuid.UUID,
    numbers: Collection[int],
    ends_at: datetime,
    *,
    source: Random | None = None,
    by: uuid.UUID,
    at: datetime,
) -> Calibration:
    """The same whether or not what judges can read was searched for names.

    Raises RuleBroken if there was a calibration or scoring is open, Invalid at `anchors` or `ends_at`.
    """
    if calibration_of(session, cycle_id) is not None:
        raise RuleBroken(msg("This cycle has had its calibration opened already."))
    round_ = opening_round(session, cycle_id)
    if round_ is None:
        raise NotFound
    if judging_is_open(session, cycle_id):
        raise RuleBroken(_SCORING)
    facts = gather(session, round_.id)
    rubrics = _rubrics(session, cycle_id)
    errors = {"anchors": wrong} if (wrong := _wrong_anchors(facts, numbers, rubrics)) else {}
    if ends_at <= at:
        errors["ends_at"] = msg("Choose a time that is still to come.")
    if errors:
        raise Invalid(errors)
    made = Calibration(cycle_id=cycle_id, opened_at=at, opened_by_id=by, ends_at=ends_at)
    session.add(made)
    session.flush()
    chosen = [entry for entry in facts.entries.values() if entry.number in set(numbers)]
    taken = session.exec(select(CalibrationEntry.code)).all()
    for entry, code in zip(chosen, shared_codes(len(chosen), source or SystemRandom(), taken), strict=True):
        session.add(
            CalibrationEntry(
                calibration_id=made.id, entry_id=entry.id, rubric_id=rubrics[entry.category], code=code
            )
        )
    session.flush()
    detail = {"entries": sorted(entry.number for entry in chosen)}
    audit.record(session, "calibration.opened", cycle_id, by=by, at=at, detail=detail)
    _write_to_judges(session, made, at=at)
    return made


def close_calibration(session: Session, cycle_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Show the spread to whoever handed in. Raises NotFound, RuleBroken if it is closed or scoring is open."""
    made = calibration_of(session, cycle_id)
    if made is None:
        raise NotFound
    standing = standing_of(session, made)
    phase = standing.phase(at)
    if phase not in (Phase.MARKING, Phase.WAITING):
        raise RuleBroken(msg("Calibration is closed already.") if made.closed_at else _SCORING)
    sheets = sheets_of(session, made.id)
    judges = {judge for given in sheets.values() for judge in given}
    judges |= {chair for anchor in standing.anchors if (chair := standing.chair_of(anchor)) is not None}
    voices = sorted(map(str, judges))
    SystemRandom().shuffle(voices)
    made.closed_at, made.closed_by_id, made.voices = at, by, voices
    session.add(made)
    session.flush()
    detail = {"sheets": sum(map(len, sheets.values()))}
    audit.record(session, "calibration.closed", cycle_id, by=by, at=at, detail=detail)


def hand_in(session: Session, code: str, sheet: SheetInput, *, by: uuid.UUID, at: datetime) -> None:
    """A judge's marks on an anchor, in place of what they gave before.

    Raises NotFound, RuleBroken when the time is over, Invalid by field for a sheet that is not whole.
    """
    standing, anchor = my_anchor(session, by, code)
    if standing.phase(at) is not Phase.MARKING:
        raise RuleBroken(msg("The time for handing in is over."))
    rubric = rubric_for(session, anchor.row)
    if errors := wrong_marks(sheet, rubric):
        raise Invalid(errors)
    kept = {
        criterion.key: {"chosen": mark.chosen, "comment": mark.comment}
        for criterion in rubric.criteria
        for mark in [sheet.mark(criterion.key)]
    }
    given = session.get(CalibrationSheet, (anchor.row.id, anchor.judge_id))
    if given is None:
        given = CalibrationSheet(
            calibration_entry_id=anchor.row.id, judge_id=anchor.judge_id, marks=kept, handed_in_at=at
        )
    given.marks, given.handed_in_at = kept, at
    session.add(given)
    session.flush()
    audit.record(session, "calibration.handed_in", anchor.row.entry_id, by=by, at=at)


def say(session: Session, code: str, text: str, *, by: uuid.UUID, at: datetime) -> None:
    """A judge says something on an anchor. Raises NotFound, RuleBroken unless the spread is shown to them and talked over."""
    standing, anchor = my_anchor(session, by, code)
    if standing.phase(at) is not Phase.TALKING or not anchor.may_see or not standing.voice(anchor.judge_id):
        raise RuleBroken(msg("This is not being talked over now."))
    session.add(
        CalibrationPost(calibration_entry_id=anchor.row.id, judge_id=anchor.judge_id, text=text, at=at)
    )
    session.flush()
    audit.record(session, "calibration.said", anchor.row.entry_id, by=by, at=at)


def step_aside(session: Session, code: str, reason: str, *, by: uuid.UUID, at: datetime) -> None:
    """A judge recuses themselves from an anchor: it is none of theirs any more, nor on their list if it was.

    Raises NotFound, and what standing back from an entry raises.
    """
    standing, anchor = my_anchor(session, by, code)
    mine = (anchor.judge_id, anchor.row.entry_id)
    given = [
        made.id for made in standing.facts.made if not made.ended and (made.judge_id, made.entry_id) == mine
    ]
    if given:
        stand_back(session, given[0], reason, by=by, at=at)
    else:
        declare_recusal(session, *mine, reason, by=by, at=at)


def wrong_marks(sheet: SheetInput, rubric: RubricSheet) -> dict[str, Message]:
    """What keeps the sheet from being handed in, by field. Pure."""
    errors = {f"points.{key}": msg("Choose points, or abstain.") for key in unanswered(sheet, rubric)}
    errors |= {
        f"points.{key}": off_scale_words(rubric.by_key[key].scale) for key in off_scale(sheet.marks, rubric)
    }
    return errors | {f"comment.{key}": msg("Write the remark.") for key in unexplained(sheet, rubric)}


def _wrong_anchors(facts: Facts, numbers: Collection[int], rubrics: dict[str, uuid.UUID]) -> Message | None:
    if not numbers:
        return msg("Choose at least one entry.")
    ready = {entry.number: entry for entry in facts.ready if entry.category in rubrics}
    if odd := sorted(set(numbers) - ready.keys()):
        return msg(
            "Entry no. %(number)s cannot be an anchor: it is not submitted, or its blind copy is not approved.",
            number=odd[0],
        )
    chosen: dict[str, int] = defaultdict(int)
    for number in set(numbers):
        chosen[ready[number].category] += 1
    if max(chosen.values()) > MOST_ANCHORS:
        return msg("Choose at most %(n)s entries of a category.", n=MOST_ANCHORS)
    return None


def _rubrics(session: Session, cycle_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """The newest rubric by the category's code."""
    found = (
        select(Category.code, Rubric.id)
        .join(Rubric, col(Rubric.category_id) == col(Category.id))
        .where(Category.cycle_id == cycle_id, Rubric.kind == RoundKind.SCORING)
        .order_by(col(Rubric.version))
    )
    return dict(session.exec(found).all())


def _write_to_judges(session: Session, made: Calibration, *, at: datetime) -> None:
    standing, cycle = standing_of(session, made), cycle_by_id(session, made.cycle_id)
    seats = frozenset().union(*map(standing.judges_of, standing.anchors))
    people = {standing.facts.judges[seat].person_id for seat in seats}
    to = select(Person).where(col(Person.id).in_(people), col(Person.disabled_at).is_(None))
    for person in session.exec(to.order_by(col(Person.id))):
        queue_mail(
            session,
            OPENED,
            {"ar": cycle.name_ar, "en": cycle.name_en},
            to=person.email,
            about=made.id,
            person=person.id,
            lang=as_lang(person.lang),
            at=at,
        )
