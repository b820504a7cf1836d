"""Finds known names in a folded text, in time that grows with the text and not with how many names are known.

The text is read as one row of letters and digits. Where a word begins, behind the attached و ف ب ك ل or not, the next
four letters say which names may stand there; each of them is compared.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from awards.kit.text import fold
from judging.blinding.spelling import arabic_consonants, in_latin

N = TypeVar("N")

_KEY = 4
"""Letters by which names are looked up."""
_GAP = 4
"""Characters that may stand between two words of a name: a hyphen, a line's end, the underscore of a hashtag."""
_CUT = 3
"""Characters that may part a word of a long name."""
_LONG = 8
"""Letters of a name that is recognised although its words are cut into pieces."""
_SPELLED = 3
"""Letters from which an acronym is known without its dots, as M O H; one of two letters needs them."""
_DOT = 2
"""Characters between the letters of an acronym: a dot, a blank or both."""
_HAMZA = "ء"
_AND = "and"
_PLURALS = {
    "وزاره": ("وزارتي", "وزارتا", "وزارات"),
    "هييه": ("هييتي", "هييتا", "هييات"),
    "جامعه": ("جامعتي", "جامعتا", "جامعات"),
    "امانه": ("امانتي", "امانتا", "امانات"),
    "ministry": ("ministries",),
}
"""Heads of names as they stand before several: «وزارتا الصحة والتعليم», the Ministries of Health and Education."""


class Likeness(StrEnum):
    """How a finding resembles the name that is known, the surest first."""

    EXACT = "exact"
    FOLDED = "folded"
    """Other spelling: marks, hamza, case, a hyphen, a missing blank."""
    ACRONYM = "acronym"
    JOINED = "joined"
    """With others under one head: «وزارتا الصحة والتعليم»."""
    SPLIT = "split"
    """Its words are cut into pieces."""
    TRANSLITERATED = "transliterated"
    """By its consonants in Latin letters."""
    SHAPE = "shape"
    """An address or a number to call: nothing that is known."""


class Spot(NamedTuple, Generic[N]):
    """Where a name stands in the folded text."""

    start: int
    end: int
    name: N
    how: Likeness


@dataclass(slots=True)
class _Known(Generic[N]):
    """A name as a row of letters; `words` is where its words begin in it."""

    row: str
    words: frozenset[int]
    name: N
    acronym: bool = False
    head: str = ""
    """The singular of the head that `row` has in its plural."""


@dataclass(slots=True)
class _Shelf(Generic[N]):
    """Names by their rows."""

    known: dict[str, _Known[N]] = field(default_factory=dict)
    lengths: dict[str, list[int]] = field(default_factory=dict)
    """By the first letters of a row, how long the rows are that begin so; the longest first."""

    def add(self, known: _Known[N]) -> None:
        """Of equal rows the first stands."""
        if self.known.setdefault(known.row, known) is known:
            lengths = self.lengths.setdefault(known.row[:_KEY], [])
            if len(known.row) not in lengths:
                lengths.append(len(known.row))
                lengths.sort(reverse=True)

    def at(self, row: str, begin: int) -> Iterator[_Known[N]]:
        """Whose rows stand there, the longest first."""
        for key in (_KEY, 3, 2):
            for length in self.lengths.get(row[begin : begin + key], ()):
                if length >= key and (known := self.known.get(row[begin : begin + length])):
                    yield known


@dataclass(slots=True)
class Index(Generic[N]):
    """Names in the ways in which they begin."""

    bare: _Shelf[N] = field(default_factory=_Shelf)
    """Names that begin as they stand."""
    article: _Shelf[N] = field(default_factory=_Shelf)
    """Names that begin with ال, without it."""
    rests: dict[str, _Shelf[N]] = field(default_factory=dict)
    """By head, what follows it."""
    latin: dict[str, list[tuple[str, N]]] = field(default_factory=dict)
    """Rows of consonants, by their first."""


class Letters(NamedTuple):
    """The letters and digits of a text."""

    row: str
    at: list[int]
    """Of each, where it stands in the text."""
    gaps: list[int]
    """Of each, how many other characters stand before it, the hamza on its own not counted."""
    starts: list[int]
    """Of those with which a word or a number begins, their place among the letters."""


@lru_cache(maxsize=4)
def letters_of(folded: str) -> Letters:
    """A sign for *and* is read as the word."""
    row: list[str] = []
    at: list[int] = []
    gaps: list[int] = []
    gap = 0
    for place, c in enumerate(folded):
        if c.isalnum():
            if c == _HAMZA:
                continue
            row.append(c)
            at.append(place)
            gaps.append(gap)
            gap = 0
        elif c == "&":
            row.extend(_AND)
            at.extend([place] * 3)
            gaps.extend((gap + 1, 0, 0))
            gap = 1
        else:
            gap += 1
    digits = [c.isdigit() for c in row]
    starts = [n for n, gap in enumerate(gaps) if gap or not n or digits[n] or digits[n - 1]]
    return Letters("".join(row), at, gaps, starts)


_latin_of = lru_cache(maxsize=4)(in_latin)


def index(names: Iterable[tuple[str, N]]) -> Index[N]:
    """Names of fewer than two letters or digits are left out; of equal ones the first stands."""
    made: Index[N] = Index()
    for text, name in names:
        for variant in dict.fromkeys((text, text.replace("ؤ", "ئ"))):
            _add(made, variant, name)
        for row in arabic_consonants(text):
            made.latin.setdefault(row[:_KEY], []).append((row, name))
    for rows in made.latin.values():
        rows.sort(key=lambda pair: -len(pair[0]))
    return made


def _add(made: Index[N], text: str, name: N) -> None:
    folded = fold(text)
    if sum(c.isalnum() for c in folded) < 2:
        return
    words = [w for w in (_row(word) for word in re.findall(r"[^\W_]+|&", folded)) if w]
    if not words:
        return
    # «عبدالله» and «عبد الله» are one name.
    words = [part for word in words for part in re.split(r"(?<=^عبد)(?=ال\w)", word)]
    acronym = (
        len(words) == 1 and text.isascii() and words[0].isalpha() and len(words[0]) <= 6 and text.isupper()
    )
    if words[0].startswith("ال") and len(words[0]) > 3:
        bare = [words[0][2:], *words[1:]]
        _shelve(made.article, bare, name)
        if len(words) > 1:
            # Of several words it is recognised without the article too.
            _shelve(made.bare, bare, name)
        return
    _shelve(made.bare, words, name, acronym=acronym)
    for plural in _PLURALS.get(words[0], ()) if len(words) > 1 else ():
        _shelve(made.bare, [plural, *words[1:]], name, head=words[0])
        rest = words[2:] if words[1] == "of" else words[1:]
        known = _known(rest, name)
        if known:
            made.rests.setdefault(words[0], _Shelf()).add(known)


def _row(word: str) -> str:
    return _AND if word == "&" else "".join(c for c in word if c.isalnum() and c != _HAMZA)


def _known(words: Sequence[str], name: N, *, acronym: bool = False, head: str = "") -> _Known[N] | None:
    row = "".join(words)
    if len(row) < 2:
        return None
    starts, length = set(), 0
    for word in words:
        starts.add(length)
        length += len(word)
    return _Known(row, frozenset(starts), name, acronym, head)


def _shelve(
    shelf: _Shelf[N], words: Sequence[str], name: N, *, acronym: bool = False, head: str = ""
) -> None:
    known = _known(words, name, acronym=acronym, head=head)
    if known:
        shelf.add(known)


def spots(folded: str, names: Index[N]) -> Iterator[Spot[N]]:
    """Every place where a name stands, the longest where several begin; they may overlap."""
    text = letters_of(folded)
    for first in text.starts:
        for begin, article in _begins(text, first):
            bare = begin + len(article)
            found = _longest(folded, text, bare, names.article if article else names.bare)
            if not found:
                continue
            known, how = found
            last = bare + len(known.row) - 1
            yield Spot(text.at[begin], _end(folded, text.at[last]), known.name, how)
            if known.head in names.rests:
                yield from _others(folded, text, last + 1, names.rests[known.head])
    yield from _in_latin(folded, names)


def _begins(text: Letters, first: int) -> Iterator[tuple[int, str]]:
    """Where a name may begin in the word that begins at `first`, and with which article it stands there."""
    row, gaps = text.row, text.gaps
    begins = [first]
    after = first
    for prefixes in ("وف", "بكل"):
        for begin in tuple(begins):
            after = begin + 1
            if row[begin] in prefixes and after < len(row) and not gaps[after] and after not in begins:
                begins.append(after)
    for begin in begins:
        yield begin, ""
        two = row[begin : begin + 2]
        joined = begin + 2 < len(row) and not gaps[begin + 1]
        if two == "ال" and joined:
            yield begin, "ال"
            if row[begin + 2].isascii() and not gaps[begin + 2]:
                yield begin + 2, ""
        elif begin > first and row[begin - 1] == "ل" and row[begin] == "ل":
            # «للهيئة» has lost its alef.
            yield begin, "ل"


def _longest(folded: str, text: Letters, begin: int, shelf: _Shelf[N]) -> tuple[_Known[N], Likeness] | None:
    for known in shelf.at(text.row, begin):
        if how := _fits(folded, text, begin, known):
            return known, how
    return None


def _fits(folded: str, text: Letters, begin: int, known: _Known[N]) -> Likeness | None:
    row, gaps = text.row, text.gaps
    length = len(known.row)
    end = begin + length
    if not _ends(folded, text, end):
        return None
    if row[begin].isdigit() and text.at[begin] and folded[text.at[begin] - 1] in "0123456789.,":
        return None
    within = gaps[begin + 1 : end]
    if known.acronym:
        dotted = folded[text.at[begin] + 1 : text.at[begin] + 2] == "."
        spelled = all(0 < gap <= _DOT for gap in within) and (dotted or length >= _SPELLED)
        return Likeness.ACRONYM if spelled or not any(within) else None
    return _apart(within, known.words, long=length >= _LONG)


def _apart(within: Sequence[int], words: frozenset[int], *, long: bool) -> Likeness | None:
    """What a name is whose letters lie so far apart; None if it is none."""
    cut = [gap for place, gap in enumerate(within, start=1) if gap and place not in words]
    if max(within, default=0) > _GAP or (cut and not (long and max(cut) <= _CUT)):
        return None
    return Likeness.SPLIT if cut else Likeness.FOLDED


def _ends(folded: str, text: Letters, end: int) -> bool:
    """Whether a name may end before the letter at `end`."""
    if end >= len(text.row):
        return True
    last, following, gap = text.row[end - 1], text.row[end], text.gaps[end]
    if last.isdigit():
        between = folded[text.at[end - 1] + 1 : text.at[end]]
        return not (following.isdigit() and (not gap or between in {".", ","}))
    return bool(gap) or following.isdigit()


def _end(folded: str, last: int) -> int:
    """Behind the last letter, and behind a hamza that follows it."""
    end = last + 1
    return end + 1 if folded[end : end + 1] == _HAMZA else end


def _others(folded: str, text: Letters, begin: int, rests: _Shelf[N]) -> Iterator[Spot[N]]:
    """What else stands under the plural that ended at `begin`."""
    while begin < len(text.row) and text.gaps[begin] <= _GAP:
        skipped = next((c for c in ("و", _AND) if text.row.startswith(c, begin)), "")
        start = begin + len(skipped)
        found = _longest(folded, text, start, rests)
        if not found:
            return
        begin = start + len(found[0].row)
        yield Spot(text.at[start], _end(folded, text.at[begin - 1]), found[0].name, Likeness.JOINED)


def _in_latin(folded: str, names: Index[N]) -> Iterator[Spot[N]]:
    if not names.latin:
        return
    text = _latin_of(folded)
    for begin, start in text.starts.items():
        for row, name in names.latin.get(text.row[begin : begin + _KEY], ()):
            end = text.ends.get(begin + len(row))
            if end is not None and text.row.startswith(row, begin):
                yield Spot(start, end, name, Likeness.TRANSLITERATED)
                break
