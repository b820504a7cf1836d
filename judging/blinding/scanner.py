"""Finds what gives an entrant away in a text: names, addresses, numbers to call. A person decides on each finding."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from awards.kit.text import fold, fold_with_positions


class Kind(StrEnum):
    AGENCY = "agency"
    PERSON = "person"
    SERVICE = "service"
    """A product or a brand."""
    EMAIL = "email"
    WEB_ADDRESS = "web_address"
    HANDLE = "handle"
    PHONE = "phone"


class Name(NamedTuple):
    text: str
    """A name, alias, acronym, short number or transliteration, in either script."""
    kind: Kind = Kind.AGENCY


@dataclass(frozen=True, slots=True)
class Finding:
    start: int
    end: int
    """Offsets in the text as it was given, the end excluded."""
    name: str
    """The known name; for an address or a number, what was found."""
    kind: Kind


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

_LETTER = r"[^\W\d_]"
_BETWEEN = r"[\W_]{0,4}"
"""Between the words of a name: blanks, hyphens, hashtag underscores, a comma, or a forgotten blank."""
_ENDINGS = "sa|gov|com|org|net|edu|mil|info|int|app|dev|io|ai|co|me|tv|ae|kw|qa|bh|om|eg|jo|iq|ye|ma|tn|uk|us|eu"

_PATTERNS = {
    Kind.EMAIL: r"[\w.+'-]*\w@\w[\w-]*(?:\.\w[\w-]*)+",
    Kind.WEB_ADDRESS: (
        r"\bhttps?://[^\s<>\"«»]+|\bwww\.[^\s<>\"«»]+"
        rf"|(?<![\w@])(?:\w[\w-]*\.)+(?:{_ENDINGS}|السعوديه|xn--[\w-]+)(?![\w-])(?:[/?#][^\s<>\"«»]*)?"
    ),
    Kind.HANDLE: r"(?<![\w.])@\w{2,}",
    Kind.PHONE: (
        # +966 11 234 5678, 00966…, 011 234 5678, 05…, the unified 9200… and the free 800…
        r"(?:(?<![\w.])00|\+)[1-9](?:[ ().-]{0,2}\d){7,14}(?!\d)"
        r"|(?<![\w.,+])0[15](?:[ .-]?\d){7,8}(?!\d)"
        r"|(?<![\w.,+])(?:9200[ -]?\d(?:[ -]?\d){4}|800(?:[ -]?\d){7})(?![\d,])"
    ),
}
_ADDRESSES = [(kind, re.compile(pattern)) for kind, pattern in _PATTERNS.items()]


def find_identities(text: str, names: Sequence[Name]) -> list[Finding]:
    """What gives the entrant away, by position, without overlaps.

    Compared on folded text, so spelling, marks and case do not matter; the attached و ف ب ك ل are left standing, and
    ال may be there or not. Names of fewer than two letters or digits are ignored. Where findings overlap they become
    one, which covers them all and is named after the longest.
    """
    folded, positions = fold_with_positions(text)
    found = [*_names_in(folded, tuple(names)), *_addresses_in(folded)]
    return [_in_text(text, positions, folded, spot) for spot in _joined(found)]


def redact(text: str, findings: Iterable[Finding], marks: Mapping[Kind, Mark] = MARKS) -> str:
    """The text with each finding replaced by its kind's mark, in the script of the words around it."""
    ordered = sorted(findings, key=lambda finding: finding.start)
    pieces, end = [], 0
    for finding in ordered:
        mark = marks[finding.kind]
        pieces += [text[end : finding.start], mark.arabic if _is_arabic_around(text, finding) else mark.latin]
        end = finding.end
    return "".join([*pieces, text[end:]])


class _Spot(NamedTuple):
    start: int
    end: int
    name: str | None
    kind: Kind


def _names_in(folded: str, names: tuple[Name, ...]) -> Iterable[_Spot]:
    known, pattern = _compiled(names)
    for match in pattern.finditer(folded):
        group = match.lastindex
        if group is not None:
            name = known[group - 1]
            yield _Spot(match.start(group), match.end(group), name.text, name.kind)


def _addresses_in(folded: str) -> Iterable[_Spot]:
    for kind, pattern in _ADDRESSES:
        for match in pattern.finditer(folded):
            end = match.start() + len(match.group().rstrip(".,;:!?؟،؛)]'"))
            yield _Spot(match.start(), end, None, kind)


@lru_cache(maxsize=32)
def _compiled(names: tuple[Name, ...]) -> tuple[list[Name], re.Pattern[str]]:
    """One alternation with a group for each name, longest first, tried at the start of every word.

    It stands in a lookahead, so that a name which begins inside another is seen as well.
    """
    patterns = {pattern: name for name in reversed(names) if (pattern := _pattern(name.text))}
    ordered = sorted(patterns, key=lambda p: (-len(fold(patterns[p].text)), p))
    alternatives = "|".join(f"({pattern})" for pattern in ordered) or "(?!)"
    prefix = rf"(?<!{_LETTER})(?:[وف]?[بكل]?)"
    return [patterns[p] for p in ordered], re.compile(rf"(?={prefix}(?:{alternatives}))")


def _pattern(name: str) -> str | None:
    """A name as a pattern for folded text; None if there is too little of it."""
    words = re.findall(r"[^\W_]+|&", fold(name))
    if len("".join(words)) < 2:
        return None
    # «عبدالله» and «عبد الله» are one name.
    parts = [part for word in words for part in re.split(r"(?<=^عبد)(?=ال\w)", word)]
    patterns = [r"(?:and|&)" if part in {"and", "&"} else re.escape(part) for part in parts]
    first = words[0]
    if first.startswith("ال") and len(first) > 3:
        # «للهيئة» has lost its alef. A name of several words is recognised without the article too.
        article = "(?:ال|(?<=ل)ل)" + ("?" if len(parts) > 1 else "")
        patterns[0] = article + re.escape(parts[0][2:])
    start = r"(?<![\d.,])" if first[0].isdigit() else ""
    end = r"(?![\d]|[.,]\d)" if words[-1][-1].isdigit() else rf"(?!{_LETTER})"
    return start + _BETWEEN.join(patterns) + end


def _joined(spots: Iterable[_Spot]) -> list[_Spot]:
    """Overlapping spots as one, named after the longest of them."""
    joined: list[_Spot] = []
    longest = 0
    for spot in sorted(spots, key=lambda s: (s.start, -s.end)):
        length = spot.end - spot.start
        if joined and spot.start < joined[-1].end:
            last = joined[-1]
            named = spot if length > longest else last
            longest = max(longest, length)
            joined[-1] = _Spot(last.start, max(last.end, spot.end), named.name, named.kind)
        else:
            joined.append(spot)
            longest = length
    return joined


def _in_text(text: str, positions: list[int], folded: str, spot: _Spot) -> Finding:
    """Back to the text as given; what was folded away behind the last letter belongs to it."""
    start, end = positions[spot.start], positions[spot.end - 1] + 1
    while end < len(text) and not fold(text[end]):
        end += 1
    return Finding(start, end, spot.name or folded[spot.start : spot.end], spot.kind)


def _is_arabic_around(text: str, finding: Finding) -> bool:
    """Whether more Arabic than Latin letters stand near the finding; if none do, in it."""
    for near in (text[max(finding.start - 40, 0) : finding.start] + text[finding.end : finding.end + 40],
                 text[finding.start : finding.end]):
        arabic = len(re.findall(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]", near))
        latin = len(re.findall(r"[A-Za-z]", near))
        if arabic or latin:
            return arabic >= latin
    return True
