"""What a plan is shown as, kept beside its file: so that looking at it twice costs nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from awards.imports.columns import Column, Problem
from awards.imports.plans import Outcome, Plan
from awards.kit.i18n import LANGUAGES, Lang, Message, translate

Worded = dict[Lang, str]
"""A sentence in both languages."""
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
    problems: Sequence[tuple[int, Worded, Worded]]
    """Row, column (empty for the whole row), what is wrong."""
    problem_count: int
    rows: Sequence[dict[str, Any]]
    """`row`, `key`, `name`, `outcome`, `changes` as [column, before, after]."""
    notes: Sequence[Worded]

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
        "notes": [_worded(note) for note in notes],
    }


def _kept(problem: Problem) -> list[Any]:
    return [problem.row, _worded(problem.column), _worded(problem.text)]


def _worded(words: Message | str) -> Worded:
    """In both languages at once: a message may hold names and days, which JSON would not give back."""
    return {lang: translate(words, lang) if isinstance(words, Message) else words for lang in LANGUAGES}


def shown(preview: dict[str, Any]) -> Shown:
    """What `preview_of` wrote."""
    return Shown(
        digest=preview["digest"],
        new=preview["new"],
        changed=preview["changed"],
        unchanged=preview["unchanged"],
        problems=[(row, column, text) for row, column, text in preview["problems"]],
        problem_count=preview["problem_count"],
        rows=preview["rows"],
        notes=preview["notes"],
    )


def column_names(columns: Sequence[Column]) -> dict[str, Message]:
    """What a reader calls each column."""
    return {column.key: column.name for column in columns}
