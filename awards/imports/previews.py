"""What a plan is shown as, kept beside its file: so that looking at it twice costs nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from awards.imports.columns import Column, Problem
from awards.imports.plans import Outcome, Plan
from awards.kit.i18n import Message
from awards.kit.jobs import kept, unkept

MOST_SHOWN = 200
"""Problems, and rows, on one page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A preview as its page shows it."""

    digest: str
    """Of the plan: what is confirmed."""
    new: int
    changed: int
    unchanged: int
    problems: Sequence[tuple[int, Message | str, Message]]
    """Row, column (empty for the whole row), what is wrong."""
    problem_count: int
    rows: Sequence[dict[str, Any]]
    """`row`, `key`, `name`, `outcome`, `changes` as [column, before, after]."""
    notes: Sequence[Message]

    @property
    def to_do(self) -> int:
        return self.new + self.changed

    @property
    def total(self) -> int:
        return self.to_do + self.unchanged


def preview_of(plan: Plan[Any], notes: Sequence[Message]) -> dict[str, Any]:
    """The plan as plain JSON."""
    return {
        "digest": plan.digest,
        **{outcome.value: plan.count(outcome) for outcome in Outcome},
        "problems": [_kept(problem) for problem in plan.problems[:MOST_SHOWN]],
        "problem_count": len(plan.problems),
        "rows": [
            {
                "row": row.number,
                "key": row.key,
                "name": row.name,
                "outcome": row.outcome.value,
                "changes": [[column, *texts] for column, texts in row.changes.items()],
            }
            for row in plan.to_do[:MOST_SHOWN]
        ],
        "notes": [kept(note) for note in notes],
    }


def _kept(problem: Problem) -> list[Any]:
    column = problem.column
    return [
        problem.row,
        isinstance(column, Message),
        kept(column) if isinstance(column, Message) else column,
        kept(problem.text),
    ]


def shown(preview: dict[str, Any]) -> Shown:
    """What `preview_of` wrote."""
    return Shown(
        digest=preview["digest"],
        new=preview["new"],
        changed=preview["changed"],
        unchanged=preview["unchanged"],
        problems=[
            (row, (unkept(column) or "") if worded else column, why)
            for row, worded, column, text in preview["problems"]
            if (why := unkept(text))
        ],
        problem_count=preview["problem_count"],
        rows=preview["rows"],
        notes=[note for text in preview["notes"] if (note := unkept(text))],
    )


def column_names(columns: Sequence[Column]) -> dict[str, Message]:
    """What a reader calls each column."""
    return {column.key: column.name for column in columns}
