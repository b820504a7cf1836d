"""Finds what gives an entrant away in a text: names, addresses, numbers to call. A person decides on each finding."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from awards.kit.text import fold_with_positions
from judging.blinding.matching import Index, Likeness, index, spots


class Kind(StrEnum):
    """What a finding is. The first three come from names that are given, the others are found by their shape."""

    AGENCY = "agency"
    PERSON = "person"
    SERVICE = "service"
    """A product or a brand."""
    EMAIL = "email"
    WEB_ADDRESS = "web_address"
    HANDLE = "handle"
    PHONE = "phone"


class Name(NamedTuple):
    """A name to look for."""

    text: str
    """A name, alias, acronym, short number or transliteration, in either script."""
    kind: Kind = Kind.AGENCY


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in a text."""

    start: int
    end: int
    """Offsets in the text as it was given, the end excluded."""
    name: str
    """The known name; for an address or a number, what was found."""
    kind: Kind
    how: Likeness = field(default=Likeness.FOLDED, compare=False)


class Mark(NamedTuple):
    """What stands in place of a finding, by the script around it."""

    arabic: str
    latin: str


_REMOVED = Mark("[محجوب]", "[removed]")
MARKS: Mapping[Kind, Mark] = {
    **dict.fromkeys(Kind, _REMOVED),
    Kind.AGENCY: Mark("[الجهة]", "[the agency]"),
    Kind.PERSON: Mark("[شخص]", "[a person]"),
    Kind.SERVICE: Mark("[الخدمة]", "[the service]"),
}

_ENDINGS = (
    "sa|gov|com|org|net|edu|mil|info|int|app|dev|io|ai|co|me|tv|ae|kw|qa|bh|om|eg|jo|iq|ye|ma|tn|uk|us|eu"
)

_PATTERNS = {
    Kind.EMAIL: r"(?<![\w.+'-])[\w.+'-]*\w@\w[\w-]*(?:\.\w[\w-]*)+",
    Kind.WEB_ADDRESS: (
        r"(?:https?://|www\.)[^\s<>\"«»]+"
        rf"|(?<!\w)(?:\w[\w-]{{0,62}}\.){{1,8}}(?:{_ENDINGS}|السعوديه|xn--[\w-]+)(?![\w-])(?:[/?#][^\s<>\"«»]*)?"
    ),
    Kind.HANDLE: r"(?<![\w.])@\w{2,}",
    Kind.PHONE: (
        # +966 11 234 5678 and 00966…, other countries, 011 234 5678 and 05… (but no dates), 9200… and 800…
        r"(?:(?<![\w.])00|\+)(?:966(?:[ ().-]{0,2}\d){8,9}|(?!966)[1-9](?:[ ().-]{0,2}\d){7,13})(?!\d)"
        r"|(?<![\w.,+])(?!\d\d?[-./]\d\d?[-./]\d)0[15](?:[ .-]?\d){7,8}(?!\d)"
        r"|(?<![\w.,+])(?:9200[ -]?\d(?:[ -]?\d){4}|800(?:[ -]?\d){7})(?![\d,])"
    ),
}
_NEAR = 40
_ARABIC_LETTER = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN_LETTER = re.compile("[A-Za-z]")
_ADDRESSES = [(kind, re.compile(pattern)) for kind, pattern in _PATTERNS.items()]


def find_identities(text: str, names: Sequence[Name]) -> list[Finding]:
    """What gives the entrant away, by position, without overlaps.

    Compared on folded text, so spelling, marks and case do not matter; the attached و ف ب ك ل are left standing, and
    ال may be there or not. Names of fewer than two letters or digits are ignored. Where findings overlap they become
    one, which covers them all and is named after the longest.
    """
    folded, positions = _folded(text)
    found = [*_names_in(folded, tuple(names)), *_addresses_in(folded)]
    return _joined(_in_text(text, positions, spot) for spot in found)


_JOINING = ("ل", "ب", "ك", "ف")
"""Attached words of one letter that join the next one: before a mark they keep their joined form by a tatweel."""


def redact(text: str, findings: Iterable[Finding], marks: Mapping[Kind, Mark] = MARKS) -> str:
    """The text with each finding replaced by its kind's mark, in the script of the words around it."""
    ordered = sorted(findings, key=lambda finding: finding.start)
    pieces, end = [], 0
    for finding in ordered:
        mark = marks[finding.kind]
        arabic = _is_arabic_around(text, finding)
        joins = arabic and text[: finding.start].endswith(_JOINING)
        pieces += [text[end : finding.start], "ـ" if joins else "", mark.arabic if arabic else mark.latin]
        end = finding.end
    return "".join([*pieces, text[end:]])


def _names_in(folded: str, names: tuple[Name, ...]) -> Iterator[Finding]:
    for spot in spots(folded, _indexed(names)):
        yield Finding(spot.start, spot.end, spot.name.text, spot.name.kind, spot.how)


@lru_cache(maxsize=4)
def _addresses_in(folded: str) -> tuple[Finding, ...]:
    found = []
    for kind, pattern in _ADDRESSES:
        for match in pattern.finditer(folded):
            address = match.group().rstrip(".,;:!?؟،؛)]'")
            end = match.start() + len(address)
            found.append(Finding(match.start(), end, address, kind, Likeness.SHAPE))
    return tuple(found)


_folded = lru_cache(maxsize=4)(fold_with_positions)
"""One text is searched for the names of several parties."""


@lru_cache(maxsize=32)
def _indexed(names: tuple[Name, ...]) -> Index[Name]:
    return index((name.text, name) for name in names)


def _in_text(text: str, positions: list[int], found: Finding) -> Finding:
    """From the folded text back to the text as given; marks and tatweel behind the last letter belong to it."""
    start, end = positions[found.start], positions[found.end - 1] + 1
    while end < len(text) and (text[end] == "ـ" or unicodedata.category(text[end])[0] == "M"):
        end += 1
    exact = found.how is Likeness.FOLDED and text[start:end] == found.name
    return replace(found, start=start, end=end, how=Likeness.EXACT if exact else found.how)


def _joined(findings: Iterable[Finding]) -> list[Finding]:
    """Overlapping findings as one, named after the longest of them."""
    joined: list[Finding] = []
    longest = 0
    for found in sorted(findings, key=lambda f: (f.start, -f.end)):
        length = found.end - found.start
        if not joined or found.start >= joined[-1].end:
            joined.append(found)
            longest = length
            continue
        last = joined[-1]
        named = found if length > longest else last
        longest = max(longest, length)
        joined[-1] = replace(named, start=last.start, end=max(last.end, found.end))
    return joined


def _is_arabic_around(text: str, finding: Finding) -> bool:
    """Whether more Arabic than Latin letters stand near it on its line; if there are none, in the finding itself."""
    before = text[max(finding.start - _NEAR, 0) : finding.start].rpartition("\n")[2]
    after = text[finding.end : finding.end + _NEAR].partition("\n")[0]
    for near in (before + after, text[finding.start : finding.end]):
        arabic, latin = len(_ARABIC_LETTER.findall(near)), len(_LATIN_LETTER.findall(near))
        if arabic or latin:
            return arabic >= latin
    return True
