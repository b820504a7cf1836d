"""What the people of an entry read of how it did: its own figures, the method, and never another entry's."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from awards.entries.places import place_name
from awards.entries.sheet import Head as EntryHead
from awards.kit.errors import NotFound
from awards.kit.i18n import Message
from judging.appeals.models import AppealNotice, Standing
from judging.appeals.operations import is_counted
from judging.appeals.queries import Filed, notice_of, rule_of
from judging.deliberations.models import Outcome
from judging.deliberations.places import Decided, PlaceKey, lack_of
from judging.deliberations.queries import decided_places, place_of_entry
from judging.rounds.method.rules import Ladder
from judging.rubrics.scale import Scale
from judging.tally.document import CategoryTally, Document, EntryLine, FinalLine
from judging.tally.queries import document_of, documents_of, opened
from judging.tally.reading import counted_in
from judging.tally.written import shown_mean


@dataclass(frozen=True, slots=True)
class OnCriterion:
    """What an entry was given on one criterion: the mean of its sheets."""

    name_ar: str
    name_en: str
    weight: str
    scale: Scale
    mean: str
    """Two decimals; a dash where no judge scored it."""


@dataclass(frozen=True, slots=True)
class OwnResult:
    """How an entry did, as far as its cycle tells."""

    notice: AppealNotice
    criteria: tuple[OnCriterion, ...]
    total: str | None
    sheets: int
    min_sheets: int
    """So many sheets an entry needs to be ranked."""
    adjusted: bool
    """Its category's ranks follow the adjusted score, not the total."""
    score: str | None
    """The adjusted score, where ranks follow it."""
    ladder: str
    """What parts equal entries: `judging.rounds.method.rules.Ladder`."""
    final: FinalLine | None
    stopped: bool
    """It did not go past the first reading: these are its figures there, and it has no rank."""
    tells_place: bool
    place: Message | None
    """The place that it has, where the cycle tells it and it is decided; none without one."""
    deciding: bool
    """The places of its category are being decided anew."""
    rank: int | None
    """Where the cycle tells ranks, and the entry has one."""
    among: int | None
    """How many entries of the category are ranked; where the cycle tells ranks."""


def own_result(session: Session, entry: EntryHead) -> OwnResult | None:
    """Nothing before entrants were told, and for an entry that was not counted. For an entry's people alone."""
    notice = notice_of(session, entry.cycle_id)
    if notice is None or not is_counted(session, entry):
        return None
    head = opened(session, entry.cycle_number)
    found = counted_in(session, document_of(session, head), entry.cycle_id, entry.category_code, entry.number)
    if found is None:
        raise NotFound
    document, category, line = found.document, found.category, found.line
    rule = rule_of(session, entry.cycle_id)
    shows = rule.shows if rule else Standing.PLACED
    ranks = shows is Standing.RANK
    place, deciding = _place(session, entry.cycle_id, category, line, head.tally_id)
    final = document.final
    ranks = ranks and not found.stopped
    return OwnResult(
        notice=notice,
        criteria=_criteria(category, line),
        total=line.total,
        sheets=len(line.sheets),
        min_sheets=final.scoring_min_sheets if final and not line.finalist else document.min_sheets,
        adjusted=category.adjusted,
        score=line.score if category.adjusted and not found.stopped else None,
        ladder=document.rules.ladder if document.rules else Ladder.CRITERIA.value,
        final=final,
        stopped=found.stopped,
        tells_place=shows is not Standing.NOTHING,
        place=place if shows is not Standing.NOTHING else None,
        deciding=deciding,
        rank=line.rank if ranks else None,
        among=sum(one.rank is not None for one in category.entries) if ranks else None,
    )


def _criteria(category: CategoryTally, line: EntryLine) -> tuple[OnCriterion, ...]:
    return tuple(
        OnCriterion(one.name_ar, one.name_en, one.weight, one.scale, shown_mean(line.means.get(one.key)))
        for one in category.criteria_of(line)
    )


def _place(
    session: Session,
    cycle_id: uuid.UUID,
    category: CategoryTally,
    line: EntryLine,
    tally_id: uuid.UUID | None,
) -> tuple[Message | None, bool]:
    """The place of an entry, and whether its category is being decided anew: then nothing is said of places."""
    decided = decided_places(session, cycle_id)
    if is_deciding(category, decided, tally_id):
        return None, True
    held = place_of_entry(decided, line.entry_id)
    if held is None:
        return None, False
    return place_name(held.place, shared=held.outcome is Outcome.SHARED), False


def is_deciding(
    category: CategoryTally, decided: Mapping[PlaceKey, Decided], tally_id: uuid.UUID | None
) -> bool:
    """Whether a place of the category must still be decided by the tally that counts now. Pure."""
    own = (decided.get((category.id, place)) for place in range(1, category.places + 1))
    return any(lack_of(category, one, tally_id) for one in own)


@dataclass(frozen=True, slots=True)
class OwnChange:
    """What a correction has changed for the entry itself."""

    total_before: str | None
    total_after: str | None
    sheets_before: int
    sheets_after: int


def own_change(session: Session, appeal: Filed) -> OwnChange | None:
    """Nothing before the correction is made."""
    if appeal.before_id is None or appeal.after_id is None:
        return None
    known = documents_of(session, [appeal.before_id, appeal.after_id])
    before, after = (_line_in(known[tally_id], appeal) for tally_id in (appeal.before_id, appeal.after_id))
    return OwnChange(
        total_before=before.total if before else None,
        total_after=after.total if after else None,
        sheets_before=len(before.sheets) if before else 0,
        sheets_after=len(after.sheets) if after else 0,
    )


def _line_in(document: Document, appeal: Filed) -> EntryLine | None:
    category = document.category(appeal.code)
    return category.entry(appeal.entry_number) if category else None
