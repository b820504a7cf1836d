"""Every lodged sheet that counts, criterion by criterion, as data."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from awards.kit.csv_text import csv_file
from awards.kit.i18n import Lang, Message, msg, translate
from awards.kit.recently_used import RecentlyUsed
from judging.tally.document import Document, to_json
from judging.tally.queries import Head

HEADER: tuple[Message, ...] = (
    msg("Category"),
    msg("Entry number"),
    msg("Title in Arabic"),
    msg("Title in English"),
    msg("Entrant in Arabic"),
    msg("Entrant in English"),
    msg("Rank"),
    msg("Total of the entry"),
    msg("Total of the entry, exact"),
    msg("Sheet"),
    msg("Judge"),
    msg("Criterion"),
    msg("Criterion in Arabic"),
    msg("Criterion in English"),
    msg("Weight"),
    msg("Points"),
    msg("Not scored because"),
    msg("Total of the sheet"),
    msg("Total of the sheet, exact"),
    msg("Lowest points of the scale"),
    msg("Highest points of the scale"),
)
_files: RecentlyUsed[tuple[uuid.UUID | None, str], bytes] = RecentlyUsed(8)
"""A stored tally never changes, so it is written out once."""


def sheet_rows(document: Document) -> Iterator[tuple[str | int, ...]]:
    """One row for each criterion of each sheet; an entry without sheets has one row without them."""
    for category in document.categories:
        for e in category.entries:
            about = (
                category.code,
                e.number,
                e.title_ar,
                e.title_en,
                e.entrant_ar,
                e.entrant_en,
                e.rank or "",
                e.total or "",
                e.total_exact or "",
            )
            if not e.sheets:
                yield (*about, *[""] * (len(HEADER) - len(about)))
            criteria = {c.key: c for c in category.criteria_of(e)}
            for sheet in e.sheets:
                for score in sheet.scores:
                    criterion = criteria[score.criterion]
                    yield (
                        *about,
                        sheet.sheet,
                        sheet.judge,
                        criterion.key,
                        criterion.name_ar,
                        criterion.name_en,
                        criterion.weight,
                        score.points or "",
                        score.not_scored or "",
                        sheet.total,
                        sheet.total_exact,
                        criterion.scale.lowest,
                        criterion.scale.highest,
                    )


def sheets_csv(head: Head, document: Document, lang: Lang) -> bytes:
    """The export with its column heads in the reader's language."""
    return _kept(
        (head.tally_id, lang),
        lambda: csv_file([translate(name, lang) for name in HEADER], sheet_rows(document)),
    )


def results_json(head: Head, document: Document) -> bytes:
    """The tally as it is stored, with its version, its time and its reason.

    Without the ids of the sheets: the audit log says who lodged them, and would undo the pseudonyms.
    """
    return _kept((head.tally_id, "json"), lambda: msgspec.json.encode(_whole(head, document)))


def _whole(head: Head, document: Document) -> dict[str, Any]:
    results = to_json(document)
    for category in results["categories"]:
        for entry in category["entries"]:
            for sheet in entry["sheets"]:
                del sheet["scorecard_id"]
    return {
        "version": head.version,
        "computed_at": head.computed_at,
        "reason": head.reason,
        "results": results,
    }


def _kept(key: tuple[uuid.UUID | None, str], write: Callable[[], bytes]) -> bytes:
    file = _files.find([key]).get(key)
    if file is None:
        file = write()
        _files.keep({key: file})
    return file
