"""Services that two entries have in common: the same one, or two of nearly the same name. Pure."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from awards.kit.i18n import LANGUAGES
from awards.screening.likeness import pairs_alike, trigrams

NAMES_ALIKE = 0.75
"""From here on two services are taken for one: names are shorter than titles, and often differ in one word alone."""
Both = tuple[uuid.UUID, uuid.UUID]
"""The ids of two entries, the lower first."""


class Offered(NamedTuple):
    """A service that an entry is about."""

    entry_id: uuid.UUID
    id: uuid.UUID
    name_ar: str
    name_en: str


class Shared(NamedTuple):
    """A service of one entry and the one of the other that is like it."""

    one: Offered
    other: Offered
    likeness: float
    """The higher one of both languages, 0–1; 1 for one and the same service."""

    @property
    def same(self) -> bool:
        return self.one.id == self.other.id

    def turned(self) -> "Shared":
        return Shared(self.other, self.one, self.likeness)


def both(one: uuid.UUID, other: uuid.UUID) -> Both:
    """The key of two entries, whichever comes first."""
    return (one, other) if one < other else (other, one)


def shared_services(offered: Sequence[Offered]) -> dict[Both, list[Shared]]:
    """What each two entries share, the same services first; `one` is of the entry that stands first in the key."""
    by_service: defaultdict[uuid.UUID, list[Offered]] = defaultdict(list)
    for service in offered:
        by_service[service.id].append(service)
    found: defaultdict[Both, list[Shared]] = defaultdict(list)
    for one, other, how in _alike({id_: of[0] for id_, of in by_service.items()}):
        for here, there in product(by_service[one], by_service[other]):
            if here.entry_id != there.entry_id and (one != other or here.entry_id < there.entry_id):
                key = both(here.entry_id, there.entry_id)
                shared = Shared(here, there, how)
                found[key].append(shared if key[0] == here.entry_id else shared.turned())
    return {key: _told(services) for key, services in found.items()}


def _told(shared: Sequence[Shared]) -> list[Shared]:
    """Of a service that stands in both entries, no other of a similar name is told."""
    same = {one.one.id for one in shared if one.same}
    told = [one for one in shared if one.same or not {one.one.id, one.other.id} & same]
    return sorted(told, key=lambda one: (not one.same, -one.likeness))


def _alike(services: dict[uuid.UUID, Offered]) -> Iterator[tuple[uuid.UUID, uuid.UUID, float]]:
    """Each service with itself, and each two of nearly the same name, once."""
    yield from ((id_, id_, 1.0) for id_ in services)
    found: dict[Both, float] = {}
    for lang in LANGUAGES:
        names = {id_: trigrams(getattr(service, f"name_{lang}")) for id_, service in services.items()}
        for one, other, how in pairs_alike(names, NAMES_ALIKE):
            key = both(one, other)
            found[key] = max(how, found.get(key, 0))
    yield from ((one, other, how) for (one, other), how in found.items())
