"""The page of an entry that did not go past the first reading: its figures and what its judges wrote, under pseudonyms."""

from typing import Any

from litestar import Request, Response
from sqlmodel import Session

from awards.kit.errors import NotFound
from awards.kit.pages import page
from judging.deliberations.queries import written_on
from judging.rounds.queries import first_reading
from judging.rounds.wording import OUTCOMES
from judging.rubrics.scale import TEN
from judging.tally.document import CategoryTally, EntryLine
from judging.tally.queries import Head
from judging.tally.reading import Counted, read_categories
from judging.tally.written import entry_sum, sheet_sum, shown_mean


def stopped_page(
    request: Request[Any, Any, Any], session: Session, head: Head, counted: Counted | None
) -> Response[str]:
    """Why the entry did not move on. Raises NotFound where no first reading stopped it."""
    reading = first_reading(session, head.cycle_id)
    if counted is None or not counted.stopped or reading is None:
        raise NotFound
    [read] = read_categories(session, reading, [counted.category])
    [outcome] = [one.outcome for one in read.entries if one.number == counted.line.number]
    return page(
        request,
        "judging/deliberations/stopped.html",
        cycle=head,
        reading=reading,
        entry=counted.line,
        outcome=OUTCOMES[outcome],
        written=written_on(session, counted.line),
        **sheets_shown(counted.category, counted.line),
    )


def sheets_shown(category: CategoryTally, entry: EntryLine) -> dict[str, Any]:
    """What `points.html` and `written.html` show of an entry's sheets, but the words."""
    criteria = category.criteria_of(entry)
    return {
        "criteria": criteria,
        "names": {criterion.key: criterion for criterion in criteria},
        "same_scale": all(criterion.scale == TEN for criterion in criteria),
        "scores": {sheet.sheet: {score.criterion: score for score in sheet.scores} for sheet in entry.sheets},
        "sums": {sheet.sheet: sheet_sum(category, sheet) for sheet in entry.sheets},
        "total_sum": entry_sum(entry),
        "means": {key: shown_mean(mean) for key, mean in entry.means.items()},
    }
