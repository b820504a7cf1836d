"""Makes award things for tests, through the product's own operations."""

import itertools

from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.kit.passwords import hash_password
from awards.people import operations as people
from awards.people.models import Person, Role
from awards.settings import Settings

PASSWORD = "a long enough password"
_hash: list[str] = []


class Factory:
    def __init__(self, db: Database, settings: Settings, clock: Clock) -> None:
        self.db, self.settings, self.clock = db, settings, clock
        self._serial = itertools.count(1)

    def person(self, *roles: Role, name_ar: str = "", name_en: str = "", email: str = "") -> Person:
        n = next(self._serial)
        if not _hash:
            _hash.append(hash_password(PASSWORD))
        with self.db.write() as session:
            return people.add_person(
                session,
                email=email or f"person{n}@example.org",
                name_ar=name_ar or f"شخص {n}",
                name_en=name_en or f"Person {n}",
                password_hash=_hash[0],
                roles=roles,
                by=None,
                at=self.clock(),
            )
