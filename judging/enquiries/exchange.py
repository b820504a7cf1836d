"""All that a judge is ever shown of a question about an entry and its answer."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class JudgeExchange:
    """An approved question and answer. Who asked and who answered are no fields, so they cannot slip in."""

    question: str
    answer: str
    on: datetime
    """When the answer was approved."""
