"""What the readers of CSV and of XLSX have in common: bounds, refusals, and rows before they are looked at."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from awards.kit.errors import Invalid
from awards.kit.i18n import Message, msg, number

MOST_BYTES = 5 * 1024**2
MOST_ROWS = 10_000
MOST_COLUMNS = 200


class TableRefused(Invalid):
    """A file out of which no table can be read; the message stands beside the box of the file."""

    def __init__(self, message: Message) -> None:
        super().__init__({"file": message})


def too_long(most: int) -> TableRefused:
    """What is said of a table with more than `most` rows."""
    return TableRefused(msg("The table has more than %(n)s rows. Divide it.", n=number(most)))


@dataclass(slots=True)
class Raw:
    """Rows with their numbers, read as they are asked for; notes are complete once all are read."""

    rows: Iterable[tuple[int, list[str]]]
    notes: list[Message] = field(default_factory=list)
