"""Who is looking: the frozen value that guards, queries and pages start from."""

import uuid
from dataclasses import dataclass

from awards.people.models import OVERSEERS, Role


@dataclass(frozen=True, slots=True)
class ForAgency:
    """An agency for which somebody enters. Opaque here: agencies are a layer above."""

    id: uuid.UUID
    name_ar: str
    name_en: str


@dataclass(frozen=True)
class Viewer:
    """Somebody who is signed in, in the role that they act in now; `roles` are all that they hold."""

    person_id: uuid.UUID
    name_ar: str
    name_en: str
    role: Role
    roles: frozenset[Role]
    token_digest: str
    agencies: tuple[ForAgency, ...] = ()
    """Those for which an entrant enters; empty in every other role."""
    agency_id: uuid.UUID | None = None
    """The one that they chose in this browser."""

    @property
    def agency(self) -> ForAgency | None:
        """For whom an entrant acts now: the chosen agency, else their first. None for an individual."""
        chosen = (agency for agency in self.agencies if agency.id == self.agency_id)
        return next(chosen, self.agencies[0] if self.agencies else None)

    @property
    def organises(self) -> bool:
        """Organisers change things; auditors see the same and change nothing."""
        return self.role is Role.ORGANISER

    @property
    def oversees(self) -> bool:
        return self.role in OVERSEERS
