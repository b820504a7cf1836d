"""Why a judge must not read an entry."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from awards.directory.domains import lies_in


class ConflictKind(StrEnum):
    """In the order in which they are looked for; the first found is reported."""

    RECUSED = "recused"
    OWN_ENTRY = "own_entry"
    OWN_AGENCY = "own_agency"
    OWN_AGENCY_IS_PARTNER = "own_agency_is_partner"
    PARENT_AGENCY = "parent_agency"
    """The entry's agency stands above the judge's."""
    CHILD_AGENCY = "child_agency"
    FORMER_EMPLOYER = "former_employer"
    EMAIL_DOMAIN = "email_domain"
    RULING = "ruling"
    """Never found by looking: a ruling on an appeal has set the judge's sheet aside."""


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency as conflicts see it: working for its parent, or for one right below it, is a conflict too."""

    key: Hashable
    parent: Hashable | None = None
    domains: frozenset[str] = frozenset()
    """E-mail domains, e.g. `agency.gov.example`; an address below one counts as well."""


@dataclass(frozen=True, slots=True)
class JudgeTies:
    """What is known of a judge."""

    person: Hashable
    agencies: tuple[Agency, ...] = ()
    """Where the judge works now."""
    former: frozenset[Hashable] = frozenset()
    """Keys of agencies where the judge used to work."""
    emails: frozenset[str] = frozenset()
    recused_from: frozenset[Hashable] = frozenset()
    """Keys of entries from which the judge was recused or excused."""


@dataclass(frozen=True, slots=True)
class EntryTies:
    """What is known of an entry's entrants."""

    entry: Hashable
    lead: Agency | None = None
    """None for an individual's entry."""
    partners: tuple[Agency, ...] = ()
    people: frozenset[Hashable] = frozenset()
    """Whoever wrote it: the individual, owners, collaborators."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """The first reason for which a judge may not read an entry."""

    kind: ConflictKind
    agency: Hashable | None = None
    """The entry's agency to which the judge is tied, where one is."""


def conflict(judge: JudgeTies, entry: EntryTies) -> Conflict | None:
    """The first reason, in the order of ConflictKind, or None."""
    order = list(ConflictKind)
    return min(_conflicts(judge, entry), key=lambda found: order.index(found.kind), default=None)


def _conflicts(judge: JudgeTies, entry: EntryTies) -> Iterator[Conflict]:
    if entry.entry in judge.recused_from:
        yield Conflict(ConflictKind.RECUSED)
    if judge.person in entry.people:
        yield Conflict(ConflictKind.OWN_ENTRY)
    lead = () if entry.lead is None else (entry.lead,)
    for agency in (*lead, *entry.partners):
        for own in judge.agencies:
            if own.key == agency.key:
                kind = ConflictKind.OWN_AGENCY if agency in lead else ConflictKind.OWN_AGENCY_IS_PARTNER
                yield Conflict(kind, agency.key)
            if own.parent is not None and own.parent == agency.key:
                yield Conflict(ConflictKind.PARENT_AGENCY, agency.key)
            if agency.parent is not None and agency.parent == own.key:
                yield Conflict(ConflictKind.CHILD_AGENCY, agency.key)
        if agency.key in judge.former:
            yield Conflict(ConflictKind.FORMER_EMPLOYER, agency.key)
        if any(lies_in(email, domain) for email in judge.emails for domain in agency.domains):
            yield Conflict(ConflictKind.EMAIL_DOMAIN, agency.key)
