"""When a report no longer says what is so."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from awards.kit.db import new_id
from reports.results.age import why_outdated
from reports.results.models import ResultReport

MADE = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
TALLY = new_id()
HOUR = timedelta(hours=1)


def report(language: str = "ar", *, made_at: datetime = MADE, tally: uuid.UUID = TALLY) -> ResultReport:
    return ResultReport(
        cycle_id=new_id(), tally_id=tally, language=language, digest="", made_at=made_at, made_by_id=new_id()
    )


def reason(*reports: ResultReport, tally: uuid.UUID = TALLY, **times: datetime | None) -> str | None:
    why = why_outdated(reports, tally_id=tally, **{"decided_at": None, "published_at": None} | times)
    return why.text if why else None


def test_a_report_of_what_stands_is_not_outdated() -> None:
    assert reason() is None
    assert reason(report(), decided_at=MADE - HOUR, published_at=MADE - HOUR) is None


@pytest.mark.parametrize(
    ("times", "word"),
    [({"decided_at": MADE + HOUR}, "decided"), ({"published_at": MADE + HOUR}, "published")],
)
def test_what_was_done_since_is_named(times, word) -> None:
    assert word in (reason(report(), **times) or "")


def test_one_language_made_anew_does_not_make_the_other_new() -> None:
    old, new = report("ar"), report("en", made_at=MADE + 2 * HOUR)
    assert "published" in (reason(old, new, published_at=MADE + HOUR) or "")


def test_a_new_count_is_said_first() -> None:
    assert "counted again" in (reason(report(), tally=new_id(), published_at=MADE + HOUR) or "")
