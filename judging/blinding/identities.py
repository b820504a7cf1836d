"""Whose names to look for in an entry, and what to put in their place."""

import re
import uuid
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from awards.kit.text import fold
from judging.blinding.matching import Likeness
from judging.blinding.scanner import MARKS, Finding, Kind, Mark, Name, find_identities, redact

ORDINARY = frozenset(
    map(
        fold,
        (
            *("منشآت", "منشأة", "هدف", "سار", "قوى", "نزاهة", "إتمام", "أبشر", "سبل", "صحة", "موانئ", "ريف"),
            *("الصحة", "التعليم", "العدل", "المالية", "التجارة", "المياه", "المرور", "الجوازات", "الموانئ"),
            *("الأرصاد", "العقار", "hadaf", "passports", "traffic", "ports", "post", "health", "justice"),
        ),
    )
)
"""Single words that name an agency and also mean something. Of another agency they are not proposed."""
_NEAR_A_NUMBER = re.compile(r"[\d٠-٩][\d٠-٩.,٫٬]*\s*$"), re.compile(r"^\s*[\d٠-٩]")
_NEAR = 20
"""Characters in which a number is looked for."""
_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[^\W_]+")
_NAME_BEFORE = 60
"""Characters before a family name in which its given name is looked for, and words."""
_BETWEEN = 4
_ENOUGH = 3
"""Letters that a family name needs to be looked for on its own."""


class Whose(StrEnum):
    """Whose name it is, seen from the entry: this decides what is put in its place."""

    ENTRANT = "entrant"
    PARTNER = "partner"
    OTHER = "other"
    """An agency that has no part in the entry."""


_MARKS: Mapping[Whose, Mapping[Kind, Mark]] = {
    Whose.ENTRANT: {**MARKS, Kind.PERSON: Mark("[المشارك]", "[the entrant]")},
    Whose.PARTNER: {
        **MARKS,
        Kind.AGENCY: Mark("[جهة شريكة]", "[a partner agency]"),
        Kind.SERVICE: Mark("[خدمة جهة شريكة]", "[a partner's service]"),
    },
    Whose.OTHER: {**MARKS, Kind.AGENCY: Mark("[جهة أخرى]", "[another agency]")},
}


@dataclass(frozen=True, slots=True)
class KnownAgency:
    """An agency of the directory with everything that it is called."""

    id: uuid.UUID
    acronym: str
    names: tuple[str, ...]
    """Names in both languages, aliases and domains, without the acronym."""
    services: tuple[str, ...] = ()
    """All that its services are called. Of an agency without a part in the entry they are not looked for: a service
    is often called by what it does, in words that anybody uses."""


@dataclass(frozen=True, slots=True)
class Directory:
    """The names of every agency, compiled once for all entries."""

    agencies: Mapping[uuid.UUID, KnownAgency]
    others: tuple[Name, ...]
    """All names but those that are ordinary words."""
    acronyms: frozenset[str]

    @classmethod
    def of(cls, agencies: Iterable[KnownAgency]) -> "Directory":
        known = {agency.id: agency for agency in agencies}
        names = dict.fromkeys(
            name
            for agency in known.values()
            for name in _agency_names(agency)
            if fold(name.text) not in ORDINARY
        )
        acronyms = frozenset(agency.acronym for agency in known.values() if agency.acronym)
        return cls(known, tuple(names), acronyms)

    def names_of(self, agencies: Iterable[uuid.UUID]) -> tuple[Name, ...]:
        return tuple(
            dict.fromkeys(
                name
                for id_ in agencies
                if (agency := self.agencies.get(id_))
                for name in (*_agency_names(agency), *(Name(text, Kind.SERVICE) for text in agency.services))
            )
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """One place in a text that may give somebody away."""

    start: int
    end: int
    name: str
    kind: Kind
    whose: Whose
    how: Likeness = field(default=Likeness.FOLDED, compare=False)


def _agency_names(agency: KnownAgency) -> list[Name]:
    return [Name(text) for text in (*agency.names, agency.acronym) if text]


def person_names(*names: str) -> tuple[Name, ...]:
    """A person's full name as given, first and family name, and the family name alone.

    A given name alone is left out: in Arabic it is often an ordinary word.
    """
    found: list[str] = []
    for full in names:
        words = full.split()
        found.append(full)
        if len(words) > 1:
            family = (
                words[-2:] if words[-2].casefold() in {"al", "آل", "bin", "بن", "abu", "أبو"} else words[-1:]
            )
            found.append(" ".join([words[0], *family]))
            if len("".join(family)) >= _ENOUGH:
                found.append(" ".join(family))
    return tuple(Name(text, Kind.PERSON) for text in dict.fromkeys(found) if text)


def proposals(
    text: str,
    directory: Directory,
    *,
    entrant: Collection[uuid.UUID] = (),
    partners: Collection[uuid.UUID] = (),
    persons: Sequence[Name] = (),
) -> list[Proposal]:
    """What may give the entrant away, by position, without overlaps.

    An entrant's or partner's own name is always proposed; addresses and numbers count as the entrant's. Another
    agency's acronym needs its exact case, and counts for nothing beside a number: SAR is a railway and a currency.
    """
    looked_for = (
        (Whose.ENTRANT, (*directory.names_of(entrant), *persons)),
        (Whose.PARTNER, directory.names_of(partners)),
        (Whose.OTHER, directory.others),
    )
    found: list[Proposal] = []
    for whose, names in looked_for:
        starts = [p.start for p in found]
        found += [
            Proposal(f.start, f.end, f.name, f.kind, whose, f.how)
            for f in find_identities(text, names)
            if not _overlaps(f, found, starts) and _counts(text, f, whose, directory.acronyms)
        ]
        found.sort(key=lambda proposal: proposal.start)
    return list(_with_given_names(text, found, _given_names(persons)))


def _given_names(persons: Iterable[Name]) -> frozenset[str]:
    """The first words of full names, folded."""
    return frozenset(fold(name.text).split()[0] for name in persons if len(name.text.split()) > 1)


def _with_given_names(text: str, found: Sequence[Proposal], given: Collection[str]) -> Iterator[Proposal]:
    """A family name with what stands before it from the given name on: «سلمى بنت فهد الدوسري» is one name."""
    end = 0
    for p in found:
        if p.kind is Kind.PERSON and p.whose is Whose.ENTRANT and given:
            before = list(_WORD.finditer(text, max(end, p.start - _NAME_BEFORE), p.start))[-_BETWEEN:]
            start = next((s for m in before if (s := _given_in(m, given)) is not None), p.start)
            if not re.search(r"[^\w\s.'’-]", text[start : p.start]):
                p = replace(p, start=start)  # noqa: PLW2901
        end = p.end
        yield p


def _given_in(word: re.Match[str], given: Collection[str]) -> int | None:
    """Where in a text a given name begins, behind an attached preposition or not; None for another word."""
    folded = fold(word.group())
    if folded in given:
        return word.start()
    return word.start() + 1 if folded[:1] in set("وفبلك") and folded[1:] in given else None


def redacted(text: str, found: Iterable[Proposal]) -> str:
    """The text with a mark in place of each proposal: the agency, a partner, another agency, the entrant."""
    for p in sorted(found, key=lambda proposal: proposal.start, reverse=True):
        text = redact(text, [Finding(p.start, p.end, p.name, p.kind)], _MARKS[p.whose])
    return text


def _counts(text: str, finding: Finding, whose: Whose, acronyms: frozenset[str]) -> bool:
    name = finding.name
    is_acronym = name in acronyms or (name.isupper() and not re.search(r"\s", name))
    if finding.kind != Kind.AGENCY or not is_acronym or not _LATIN.search(name):
        return True
    there = text[finding.start : finding.end]
    written = {*re.findall(r"[\w&'-]+", there), re.sub(r"[\W_]", "", there)}
    if not {name, name.upper()} & written and (whose is Whose.OTHER or len(name) < _ENOUGH):
        return False
    before, after = _NEAR_A_NUMBER
    beside = before.search(text[max(finding.start - _NEAR, 0) : finding.start]) or after.search(
        text[finding.end : finding.end + _NEAR]
    )
    return whose is not Whose.OTHER or not beside


def _overlaps(finding: Finding, found: Sequence[Proposal], starts: Sequence[int]) -> bool:
    """Whether it touches one of those that lie apart and begin at `starts`."""
    before = bisect_left(starts, finding.end) - 1
    return before >= 0 and found[before].end > finding.start
