"""Bringing tables in, in tests."""

import csv
import io
from collections.abc import Callable

import pytest

from awards.imports import operations
from awards.imports.models import TableImport, TableKind
from awards.imports.operations import Upload
from awards.imports.plans import Setting
from awards.imports.previews import Shown, shown
from awards.people.models import Person, Role
from tests.conftest import NOW


def csv_of(*rows: dict[str, str]) -> bytes:
    """A CSV with the columns of the first row."""
    target = io.StringIO()
    writer = csv.DictWriter(target, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()


class Desk:
    """An organiser who reads files and brings them in."""

    def __init__(self, db, organiser: Person) -> None:
        self.db, self.organiser = db, organiser

    def setting(self, cycle=None) -> Setting:
        return Setting(self.organiser.id, NOW, "ar", cycle.id if cycle else None)

    def read(self, kind: TableKind, data: bytes, cycle=None) -> TableImport:
        return operations.show(self.db, kind, Upload("list.csv", data), self.setting(cycle))

    def preview(self, kind: TableKind, data: bytes, cycle=None) -> Shown:
        return shown(self.read(kind, data, cycle).preview)

    def problems(self, kind: TableKind, data: bytes, cycle=None) -> list[tuple[int, str]]:
        """Row and sentence of each problem."""
        return [(row, text["en"]) for row, _, text in self.preview(kind, data, cycle).problems]

    def bring_in(self, kind: TableKind, data: bytes, cycle=None) -> tuple[int, int, int]:
        """New, changed and unchanged rows; fails if the file has problems."""
        found = self.read(kind, data, cycle)
        seen = shown(found.preview)
        assert not seen.problems, seen.problems
        operations.confirm(self.db, found.id, seen.digest, self.setting(cycle))
        return seen.new, seen.changed, seen.unchanged


@pytest.fixture
def desk(db, make) -> Desk:
    return Desk(db, make.person(Role.ORGANISER))


@pytest.fixture
def table() -> Callable[..., bytes]:
    return csv_of
