"""Whose names to look for in an entry, and what to put in their place."""

import re
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from awards.kit.text import fold
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
_LATIN = re.compile(r"[A-Za-z]")
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

    An entrant's or partner's own name is always proposed; addresses and numbers count as the entrant's. An acronym needs its exact case, and another agency's
    counts for nothing beside a number: SAR is a railway and a currency.
    """
    looked_for = (
        (Whose.ENTRANT, (*directory.names_of(entrant), *persons)),
        (Whose.PARTNER, directory.names_of(partners)),
        (Whose.OTHER, directory.others),
    )
    found: list[Proposal] = []
    for whose, names in looked_for:
        for finding in find_identities(text, names):
            if _counts(text, finding, whose, directory.acronyms) and not any(
                _overlap(finding, p) for p in found
            ):
                found.append(Proposal(finding.start, finding.end, finding.name, finding.kind, whose))
    return sorted(found, key=lambda proposal: proposal.start)


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
    if not {name, name.upper()} & set(re.findall(r"[\w&'-]+", text[finding.start : finding.end])):
        return False
    before, after = _NEAR_A_NUMBER
    beside = before.search(text[: finding.start]) or after.search(text[finding.end :])
    return whose is not Whose.OTHER or not beside


def _overlap(finding: Finding, proposal: Proposal) -> bool:
    return finding.start < proposal.end and proposal.start < finding.end
