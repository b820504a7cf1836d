"""Who is looking: the frozen value that guards, queries and pages start from."""

import uuid
from dataclasses import dataclass

from awards.people.models import OVERSEERS, Role


@dataclass(frozen=True)
class Viewer:
    """Somebody who is signed in, in the role that they act in now; `roles` are all that they hold."""

    person_id: uuid.UUID
    name_ar: str
    name_en: str
    role: Role
    roles: frozenset[Role]
    token_digest: str

    @property
    def organises(self) -> bool:
        """Organisers change things; auditors see the same and change nothing."""
        return self.role is Role.ORGANISER

    @property
    def oversees(self) -> bool:
        return self.role in OVERSEERS
