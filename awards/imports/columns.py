"""The columns of a table: in any order, named in Arabic or English. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from awards.imports.tables import Row, Table
from awards.kit.i18n import LANGUAGES, Bilingual, Lang, Message, msg, translate
from awards.kit.text import fold


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a kind of table may have."""

    key: str
    """Its name in code, which is understood as a header too."""
    name: Message
    needed: bool = False
    help: Message | None = None
    """What may stand in it."""

    @property
    def spellings(self) -> frozenset[str]:
        """All headers that mean it, folded."""
        return frozenset(
            spelled(text) for text in (self.key, *(translate(self.name, lang) for lang in LANGUAGES))
        )


def listed(words: Iterable[Message | Bilingual | str]) -> Message | Bilingual | str:
    """Several words beside each other, in the language in which they are read."""
    return reduce(lambda one, other: msg("%(one)s · %(other)s", one=one, other=other), words)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one place of a table."""

    row: int
    column: Message | str
    """Empty for the row as a whole."""
    text: Message


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its cells by the key of their column. A column that the table does not have has no key here."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, key: str) -> str:
        """The cell, empty where there is none."""
        return self.cells.get(key, "")

    def __contains__(self, key: str) -> bool:
        return key in self.cells


def spelled(header: str) -> str:
    """A header as it is compared: folded, its words parted by one blank."""
    return " ".join(fold(header.replace("_", " ")).split())


def lines_of(table: Table, columns: Sequence[Column]) -> tuple[list[Line], list[Problem]]:
    """The rows by column, and what is wrong with the header and with cells that must not be empty.

    With a wrong header there are no lines: what would be said of them would mislead.
    """
    places, problems = _places(table.header, columns)
    if problems:
        return [], problems
    lines = [
        Line(
            row.number,
            {key: row.cells[place] if place < len(row.cells) else "" for key, place in places.items()},
        )
        for row in table.rows
    ]
    width = len(table.header.cells)
    for row in table.rows:
        if len(row.cells) > width:
            problems.append(
                Problem(
                    row.number,
                    "",
                    msg("The row has cells for which there is no column: is a separator too many?"),
                )
            )
    needed = [column for column in columns if column.needed]
    problems += [
        Problem(line.number, column.name, msg("This cell must not be empty."))
        for line in lines
        for column in needed
        if not line[column.key]
    ]
    return lines, problems


def _places(header: Row, columns: Sequence[Column]) -> tuple[dict[str, int], list[Problem]]:
    meant = _meant(columns)
    places: dict[str, int] = {}
    problems = []
    for place, text in enumerate(header.cells):
        column = meant.get(spelled(text))
        if column is None:
            why = (
                msg("This column is not known here. Known are: %(names)s.", names=_names(columns))
                if text
                else msg("Column %(n)s has no header.", n=place + 1)
            )
            problems.append(Problem(header.number, text, why))
        elif column.key in places:
            problems.append(Problem(header.number, text, msg("This column is there twice.")))
        else:
            places[column.key] = place
    problems += [
        Problem(header.number, column.name, msg("This column is missing."))
        for column in columns
        if column.needed and column.key not in places
    ]
    return places, problems


def _meant(columns: Sequence[Column]) -> dict[str, Column]:
    """Folded header → its column; what two columns are called means neither, except that a key is always a key."""
    often = Counter(spelling for column in columns for spelling in column.spellings)
    meant = {spelling: column for column in columns for spelling in column.spellings if often[spelling] == 1}
    return meant | {spelled(column.key): column for column in columns}


def headers(columns: Sequence[Column], lang: Lang) -> list[str]:
    """What the columns of a written table are called, so that they are known again when it is read."""
    meant = _meant(columns)
    names = [(column, translate(column.name, lang)) for column in columns]
    return [name if meant.get(spelled(name)) is column else column.key for column, name in names]


def _names(columns: Sequence[Column]) -> str:
    return " · ".join(column.key for column in columns)
