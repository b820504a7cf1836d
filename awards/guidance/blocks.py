"""Plain text as headings, paragraphs and lists: the whole of the library's formatting. Pure; nothing in it is markup."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple


class Shape(StrEnum):
    """What a run of lines is."""

    HEADING = "heading"
    ITEMS = "items"
    PARAGRAPH = "paragraph"
    GAP = "gap"


class Block(NamedTuple):
    """Lines that belong together: a heading has one, a list one for each item."""

    shape: Shape
    lines: tuple[str, ...]


_MARKS = {Shape.HEADING: "# ", Shape.ITEMS: "- "}


def _shape(line: str) -> Shape:
    if not line:
        return Shape.GAP
    return next((shape for shape, mark in _MARKS.items() if line.startswith(mark)), Shape.PARAGRAPH)


def blocks(text: str) -> list[Block]:
    """The text in the order of its lines; an empty line ends a paragraph, and a mark begins something else."""
    return [block for block in _runs(text) if block.shape is not Shape.GAP]


def _runs(text: str) -> Iterator[Block]:
    lines = [line.strip() for line in text.splitlines()]
    for shape, run in groupby(lines, _shape):
        bare = tuple(line.removeprefix(_MARKS.get(shape, "")).strip() for line in run)
        if shape is Shape.HEADING:
            yield from (Block(shape, (line,)) for line in bare)
        else:
            yield Block(shape, bare)
