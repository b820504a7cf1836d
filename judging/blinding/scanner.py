"""Finds what gives an entrant away in a text: names, addresses, numbers to call. A person decides on each finding."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from awards.kit.text import fold, fold_with_positions


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
    folded, positions = fold_with_positions(text)
    found = [*_names_in(folded, tuple(names)), *_addresses_in(folded)]
    return _joined(_in_text(text, positions, spot) for spot in found)


def redact(text: str, findings: Iterable[Finding], marks: Mapping[Kind, Mark] = MARKS) -> str:
    """The text with each finding replaced by its kind's mark, in the script of the words around it."""
    ordered = sorted(findings, key=lambda finding: finding.start)
    pieces, end = [], 0
    for finding in ordered:
        mark = marks[finding.kind]
        pieces += [text[end : finding.start], mark.arabic if _is_arabic_around(text, finding) else mark.latin]
        end = finding.end
    return "".join([*pieces, text[end:]])


def _names_in(folded: str, names: tuple[Name, ...]) -> Iterator[Finding]:
    for known, pattern in _compiled(names):
        for match in pattern.finditer(folded):
            group = match.lastindex or 1
            name = known[group - 2]
            yield Finding(match.start(1), match.end(group), name.text, name.kind)


def _addresses_in(folded: str) -> Iterator[Finding]:
    for kind, pattern in _ADDRESSES:
        for match in pattern.finditer(folded):
            address = match.group().rstrip(".,;:!?؟،؛)]'")
            yield Finding(match.start(), match.start() + len(address), address, kind)


@lru_cache(maxsize=32)
def _compiled(names: tuple[Name, ...]) -> list[tuple[list[Name], re.Pattern[str]]]:
    """For each way in which names begin, the names and one alternation over them, longest first.

    An alternation is tried at every start of a word and stands in a lookahead, so that a name which begins inside
    another is seen as well. Group 1 is empty and marks where the name begins; the group after that, counted as the
    names are, is empty and marks where it ends: so each alternative starts with a letter, and those that do not fit
    are skipped fast.
    """
    ways: dict[str, dict[str, Name]] = {}
    for name in sorted(names, key=lambda name: -len(fold(name.text))):
        if (found := _pattern(name.text)) is not None:
            ways.setdefault(found[0], {}).setdefault(found[1], name)
    start = rf"(?:(?<!{_LETTER})|(?=\d))[وف]?[بكل]?(?:ال(?=[a-z\d]))?()"
    return [
        (list(patterns.values()), re.compile(rf"(?={start}{way}(?:{'|'.join(f'{p}()' for p in patterns)}))"))
        for way, patterns in ways.items()
    ]


def _pattern(name: str) -> tuple[str, str] | None:
    """How a name begins, and the rest of it, as patterns for folded text; None if there is too little of it."""
    words = re.findall(r"[^\W_]+|&", fold(name))
    if len("".join(words)) < 2:
        return None
    # «عبدالله» and «عبد الله» are one name.
    parts = [part for word in words for part in re.split(r"(?<=^عبد)(?=ال\w)", word)]
    begins = "(?<![\\d.,])" if parts[0][0].isdigit() else ""
    if parts[0].startswith("ال") and len(parts[0]) > 3:
        # «للهيئة» has lost its alef. A name of several words is recognised without the article too.
        begins = "(?:ال|(?<=ل)ل)" + ("?" if len(parts) > 1 else "")
        parts[0] = parts[0][2:]
    rest = _BETWEEN.join("(?:and|&)" if part in {"and", "&"} else re.escape(part) for part in parts)
    ends = r"(?![\d]|[.,]\d)" if words[-1][-1].isdigit() else rf"(?!{_LETTER})"
    return begins, rest + ends


def _in_text(text: str, positions: list[int], found: Finding) -> Finding:
    """From the folded text back to the text as given; marks and tatweel behind the last letter belong to it."""
    start, end = positions[found.start], positions[found.end - 1] + 1
    while end < len(text) and (text[end] == "ـ" or unicodedata.category(text[end])[0] == "M"):
        end += 1
    return replace(found, start=start, end=end)


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
