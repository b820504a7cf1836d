"""Correcting a rubric after the announcement: with a reason, on record, and told to whom it concerns."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from awards.cycles.models import Category, Cycle
from awards.cycles.queries import announcement_of, timetable_of
from awards.kit import audit
from awards.kit.errors import Invalid, RuleBroken, Stale
from awards.kit.i18n import Message, msg
from awards.kit.mail.many import Addressed, queue_mails
from awards.kit.reasons import not_in_arabic, too_short
from judging.calibration.queries import calibration_of
from judging.corrections.differences import Difference, differences, plain
from judging.corrections.letters import CORRECTED
from judging.corrections.queries import Concerned, concerned_by, granted_under, opened_by_it
from judging.rubrics.drafts import CriterionDraft, check_criteria
from judging.rubrics.kinds import RoundKind
from judging.rubrics.models import Rubric
from judging.rubrics.operations import create_rubric, drafts_of
from judging.rubrics.queries import newest_rubric, rubric_sheet

_JUDGED = {
    RoundKind.FIRST_READING: msg(
        "The first reading is open, and its judges score by this rubric: it can no longer be corrected. Else some entries would be "
        "judged by other criteria than the rest."
    ),
    RoundKind.SCORING: msg(
        "Scoring is open, and judges score by this rubric: it can no longer be corrected. Else some entries would be judged by other "
        "criteria than the rest."
    ),
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a correction would do."""

    version: int
    """Of the rubric that it would replace."""
    before: tuple[CriterionDraft, ...]
    changes: tuple[Difference, ...]
    concerned: Concerned
    calibrated: bool
    """Whether anchor entries were scored by the rubric as it is."""
    params: Mapping[str, Any]
    """Of the letter, but for the reason."""


def why_not_corrected(session: Session, cycle: Cycle, category: Category) -> Message | None:
    """What stands against it; nothing from the announcement until a round that judges by the rubric is opened."""
    newest = newest_rubric(session.connection(), category.id)
    if announcement_of(session, cycle.id) is None or newest is None:
        return msg("The cycle is not announced yet: until then its rubrics are edited freely.")
    if kind := opened_by_it(session, category):
        return _JUDGED.get(kind, _JUDGED[RoundKind.SCORING])
    if numbers := granted_under(session, newest.id):
        return msg(
            "It was granted that a criterion of this rubric does not apply to some entries: %(entries)s. Take that back first, and "
            "grant it anew by the corrected rubric where it still fits.",
            entries=", ".join(map(str, numbers)),
        )
    return None


def look_ahead(
    session: Session, cycle: Cycle, category: Category, criteria: Sequence[CriterionDraft], *, at: datetime
) -> Outlook:
    """What the correction would do; nothing is written.

    Raises RuleBroken where none can be made, for criteria that do not make a rubric, and where nothing is changed.
    """
    if wrong := why_not_corrected(session, cycle, category):
        raise RuleBroken(wrong)
    check_criteria(criteria)
    connection = session.connection()
    newest = newest_rubric(connection, category.id)
    assert newest is not None
    before = drafts_of(rubric_sheet(connection, newest.id))
    changes = differences(before, criteria)
    if not changes:
        raise RuleBroken(msg("Nothing is changed."))
    params = {
        "category": {"ar": category.name_ar, "en": category.name_en},
        "cycle": {"ar": cycle.name_ar, "en": cycle.name_en},
        "number": cycle.number,
        "code": category.code,
        "changes": [plain(one) for one in changes],
        "open": at < timetable_of(cycle).entries_end,
    }
    return Outlook(
        newest.version,
        before,
        tuple(changes),
        concerned_by(session, category),
        calibration_of(session, cycle.id) is not None,
        params,
    )


def correct_rubric(
    session: Session,
    cycle: Cycle,
    category: Category,
    criteria: Sequence[CriterionDraft],
    reason: str,
    reason_en: str,
    *,
    version: int,
    by: UUID,
    at: datetime,
) -> tuple[Rubric, int]:
    """The rubric of the category from now on, and how many are told. The version before stays, and is no longer judged by.

    `version` is that whose effects were looked at. Raises what `look_ahead` does, Stale if another one was published since,
    Invalid without a reason in both languages.
    """
    found = look_ahead(session, cycle, category, criteria, at=at)
    if found.version != version:
        raise Stale(msg("Somebody else corrected this rubric meanwhile. Look at the effects anew."))
    if errors := reason_errors(reason, reason_en):
        raise Invalid(errors)
    reasons = {"ar": reason.strip(), "en": reason_en.strip()}
    rubric = create_rubric(session, category.id, criteria, by=by, at=at)
    letters = (
        Addressed(one.id, one.email, one.lang, {**found.params, "reason": reasons})
        for one in found.concerned.recipients
    )
    told = queue_mails(session, CORRECTED, letters, about=rubric.id, by=by, at=at)
    detail = {
        "category": category.code,
        "version": {"old": found.version, "new": rubric.version},
        "reason": reasons["ar"],
        "reason_en": reasons["en"],
        "recipients": told,
        "changed": list(
            dict.fromkeys(f"{one.name_ar} · {one.name_en}" for one in found.changes if one.name_en)
        ),
        "rubrics": {
            "old": [asdict(draft) for draft in found.before],
            "new": [asdict(draft) for draft in criteria],
        },
    }
    audit.record(session, "rubric.corrected", rubric.id, by=by, at=at, detail=detail)
    return rubric, told


def reason_errors(reason: str, reason_en: str) -> dict[str, Message]:
    """What is wrong with the reason, by its box: everybody who is told reads it in their language."""
    wrong = {
        "reason": too_short(reason) or not_in_arabic(reason),
        "reason_en": too_short(reason_en),
    }
    return {box: message for box, message in wrong.items() if message}


def in_words(found: Outlook) -> list[Message]:
    """What else it does, in sentences, before it is done."""
    said = [
        msg(
            "Every judge scores by the corrected rubric, and entrants read it on the public page of the category."
        ),
        msg("Entries stay as they are: what was submitted counts, and need not be submitted again."),
        msg("The version before is kept, and the audit log shows both."),
        msg("Booklets that were printed hold the version before: print them anew."),
    ]
    if found.calibrated:
        said.append(
            msg(
                "Calibration was opened with the version before: what judges scored and wrote there stays as it is, and is not repeated."
            )
        )
    return said
