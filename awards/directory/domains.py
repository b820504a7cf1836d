"""Which agencies an e-mail address belongs to. Pure."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


def lies_in(email: str, domain: str) -> bool:
    """An address at the domain or below it: `a@mail.agency.gov` at `agency.gov`, not `a@other-agency.gov`."""
    at, wanted = _domain_of(email), domain.casefold().strip(".")
    return bool(wanted) and (at == wanted or at.endswith("." + wanted))


def domains_above(email: str) -> list[str]:
    """Every domain in which the address lies, the narrowest first: those to look for in the directory."""
    labels = _domain_of(email).split(".")
    return [".".join(labels[start:]) for start in range(len(labels)) if labels[start]]


def outside(addresses: Iterable[str], domains: Sequence[str]) -> list[str]:
    """The addresses in none of the domains; none where there is no domain to go by."""
    return [a for a in addresses if domains and not any(lies_in(a, domain) for domain in domains)]


def _domain_of(email: str) -> str:
    return email.rpartition("@")[2].casefold().rstrip(".")


@dataclass(frozen=True, slots=True)
class Placed:
    """An agency, and which one it is part of."""

    id: uuid.UUID
    parent_id: uuid.UUID | None


def agencies_of_address(
    email: str, domains: Iterable[tuple[uuid.UUID, str]], agencies: Sequence[Placed]
) -> frozenset[uuid.UUID]:
    """The agencies for which somebody with this address may speak.

    The narrowest domain decides. A domain that an agency shares with parts of it stands in the directory under that
    agency alone, so those parts count too that have no domain of their own, and the parts of these.

    Args:
        email: The address.
        domains: Agency and domain, of the whole directory or of the domains in question.
        agencies: The whole directory, without the parts that have a domain of their own.
    """
    owners: dict[str, set[uuid.UUID]] = {}
    for agency_id, domain in domains:
        owners.setdefault(domain.casefold().strip("."), set()).add(agency_id)
    for domain in domains_above(email):
        if domain in owners:
            return frozenset(_with_parts(owners[domain], _parts(agencies)))
    return frozenset()


def _parts(agencies: Sequence[Placed]) -> dict[uuid.UUID, list[uuid.UUID]]:
    parts: dict[uuid.UUID, list[uuid.UUID]] = {}
    for agency in agencies:
        if agency.parent_id is not None:
            parts.setdefault(agency.parent_id, []).append(agency.id)
    return parts


def _with_parts(found: set[uuid.UUID], parts: Mapping[uuid.UUID, list[uuid.UUID]]) -> set[uuid.UUID]:
    whole, waiting = set(found), list(found)
    while waiting:
        new = [part for part in parts.get(waiting.pop(), ()) if part not in whole]
        whole.update(new)
        waiting += new
    return whole
