"""What a panel deliberates on, and an item as its members see it. Pure: from a tally to what names nobody."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from judging.deliberations.board import BEYOND
from judging.deliberations.queries import Written
from judging.rubrics.scale import Band
from judging.tally.document import CategoryTally, EntryLine, FinalLine


def agenda_of(category: CategoryTally, final: FinalLine | None) -> list[UUID]:
    """The ranked finalists; without a final panel, as many ranks as there are places and two more."""
    last = category.places + BEYOND
    return [
        entry.entry_id
        for entry in category.entries
        if entry.rank is not None and (entry.finalist if final else entry.rank <= last)
    ]


@dataclass(frozen=True, slots=True)
class GivenOn:
    """What a sheet says on one criterion."""

    name_ar: str
    name_en: str
    points: str | None
    """None where the judge abstained or left it."""
    highest: str
    band: Band | None
    comment: str


@dataclass(frozen=True, slots=True)
class PanelSheet:
    """A judge's sheet under their pseudonym."""

    judge: str
    mine: bool
    total: str
    given: tuple[GivenOn, ...]
    written: Written


def panel_sheets(
    category: CategoryTally, entry: EntryLine, written: Mapping[UUID, Written], mine: Collection[UUID]
) -> list[PanelSheet]:
    """The sheets that count for an entry; nothing of the entry itself or of who entered it."""
    nothing = Written("", "", "", ())
    found = []
    for sheet in entry.sheets:
        words = written.get(sheet.scorecard_id, nothing)
        points = {score.criterion: score.points for score in sheet.scores}
        given = tuple(
            GivenOn(
                one.name_ar,
                one.name_en,
                points.get(one.key),
                one.scale.highest,
                one.scale.band(points.get(one.key)),
                words.comment_on(one.key),
            )
            for one in category.criteria_of(entry)
        )
        found.append(PanelSheet(sheet.judge, sheet.scorecard_id in mine, sheet.total, given, words))
    return found
