"""Arabic names as they are written in Latin letters, by their consonants alone. Pure.

«الدوسري» is Aldosari, Al-Dawsary, Ad-Dosri: the vowels and the article differ, the consonants do not.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from awards.kit.text import fold

ENOUGH = 5
"""Consonants, in two words or more, that a name needs to be recognised by them."""
_ARABIC = str.maketrans("بتثجحخدذرزسشصضطغفقكلمنه", "bttghxddrzscsdtgfkklmnh", "اويءعئؤ")
_PAIRS = (
    ("kh", "x"),
    ("sh", "c"),
    ("ch", "c"),
    ("th", "t"),
    ("dh", "d"),
    ("gh", "g"),
    ("ph", "f"),
    ("ck", "k"),
)
_LATIN = str.maketrans("bcdfghjklmnpqrstvxz", "bkdfghgklmnbkrstfxz", "aeiouwy'")
_ARTICLES = frozenset({"al", "el", "ul", "ar", "as", "ash", "ad", "an", "at", "az", "lil", "bil", "wal"})
_WORD = re.compile(r"[a-z][a-z'’ʿʾ]*")
_DOUBLED = re.compile(r"([a-z])\1+")
_APART = 4
"""Characters between two words of one name, at most."""
_ARTICLE_IN = 4
"""Letters of a word beyond which `al` at its start is an article."""


class Consonants(NamedTuple):
    """The Latin words of a text as one row of consonants."""

    row: str
    starts: dict[int, int]
    """Where in the row a word begins → where in the text, with an article that stands before it."""
    ends: dict[int, int]
    """Where in the row a word has ended → where in the text."""


def in_latin(text: str) -> Consonants:
    """`text` is folded. Words further apart than a hyphen or a few blanks are parted by `|`."""
    row: list[str] = []
    length, last_end, article = 0, 0, -1
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for match in _WORD.finditer(text):
        word = match.group()
        if text[last_end : match.start()].strip(" -_'") or match.start() - last_end > _APART:
            row.append("|")
            length, article = length + 1, -1
        last_end = match.end()
        if word in _ARTICLES:
            article = match.start() if article < 0 else article
            continue
        found = latin_consonants(word)
        if found:
            starts[length] = match.start() if article < 0 else article
            row.append(found)
            length += len(found)
            ends[length] = match.end()
        article = -1
    return Consonants("".join(row), starts, ends)


@lru_cache(maxsize=4096)
def latin_consonants(word: str) -> str:
    """Of one folded word, without its article and its vowels: `aldosari` → `dsr`."""
    word = re.sub(r"['’ʿʾ]", "", word)
    if len(word) > _ARTICLE_IN and word[:2] in {"al", "el"}:
        word = word[2:]
    word = re.sub(r"^abd[aeu]l", "abd", word)
    word = _DOUBLED.sub(r"\1", re.sub(r"(?<=[aeiou])h$", "", _DOUBLED.sub(r"\1", word)))
    for pair, one in _PAIRS:
        word = word.replace(pair, one.upper())
    return "".join(c.lower() if c.isupper() else c.translate(_LATIN) for c in word)


def arabic_consonants(name: str) -> Iterator[str]:
    """The rows under which an Arabic name of several words is found; none for others or for short ones."""
    words = [word for word in re.findall(r"[^\W\d_]+", fold(name)) if word != "و"]
    if len(words) < 2 or not all("\u0600" <= word[0] <= "\u06ff" for word in words):
        return
    rows = {"".join(_words(words, ending)) for ending in ("t", "")}
    # ظ is written both ways: Muhafazah, Muhafadhah.
    for row in sorted({row.replace("ظ", z) for row in rows for z in "zd"}):
        if len(row) >= ENOUGH:
            yield row


def _words(words: Iterable[str], ending: str) -> Iterator[str]:
    """`ending` is what a closing ة becomes before another word."""
    every = list(words)
    for place, word in enumerate(every, start=1):
        bare = re.sub(r"^(?:[وب]?ال|لل)(?=..)", "", word)
        bare = re.sub(r"^عبدال(?=.)", "عبد", bare)
        closing = bare.endswith("ه")
        row = (bare[:-1] if closing else bare).translate(_ARABIC)
        yield row + (ending if closing and place < len(every) else "")
