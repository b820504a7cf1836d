"""Services come in as a list, agency by agency."""

import pytest
from sqlmodel import col, select

from awards.directory.models import Service
from awards.imports.models import TableKind
from awards.kit.audit import AuditEvent

SERVICES = TableKind.SERVICES
MAP = {
    "agency": "maps",
    "code": "map-01",
    "name_ar": "الخريطة",
    "name_en": "The Map",
    "aliases": "خريطتي|My Map",
    "operating_since": "2024-01-15",
    "address": "maps.example/map",
    "active": "",
}


@pytest.fixture
def maps(make):
    return make.agency(code="maps")


def services(db):
    with db.read() as session:
        return session.exec(select(Service).order_by(col(Service.code))).all()


def test_services_come_in_and_the_same_list_again_changes_nothing(desk, table, db, maps):
    rows = table(MAP, {**MAP, "code": "MAP-02", "active": "لا", "operating_since": "", "address": ""})
    assert desk.bring_in(SERVICES, rows) == (2, 0, 0)
    assert desk.bring_in(SERVICES, rows) == (0, 0, 2)
    first, second = services(db)
    assert (first.code, first.aliases, first.address, first.active) == (
        "map-01",
        ["My Map", "خريطتي"],
        "https://maps.example/map",
        True,
    )
    assert (second.code, second.active, second.operating_since) == ("map-02", False, None)
    with db.read() as session:
        (event,) = session.exec(select(AuditEvent).where(AuditEvent.action == "agency.services_changed"))
    assert (event.subject_id, event.detail) == (str(maps.id), {"added": ["map-01", "map-02"], "changed": []})


def test_a_column_that_is_not_there_leaves_its_values_and_one_code_may_be_in_two_agencies(
    desk, table, db, make, maps
):
    make.agency(code="other")
    desk.bring_in(SERVICES, table(MAP, {**MAP, "agency": "other"}))
    part = {key: MAP[key] for key in ("agency", "code", "name_ar")} | {"name_en": "Maps"}
    assert desk.bring_in(SERVICES, table(part)) == (0, 1, 0)
    changed = next(service for service in services(db) if service.agency_id == maps.id)
    assert (changed.name_en, len(changed.aliases)) == ("Maps", 2)


def test_every_row_says_what_is_wrong_in_it(desk, table, maps):
    found = desk.problems(
        SERVICES,
        table(
            MAP,
            MAP,
            {**MAP, "agency": "none"},
            {**MAP, "code": "two words"},
            {**MAP, "code": "c", "operating_since": "soon", "address": "nowhere", "active": "perhaps"},
        ),
    )
    assert [(row, text[:18]) for row, text in found] == [
        (3, "This stands in row"),
        (4, "No agency of the d"),
        (5, "A code has small L"),
        (6, "Enter a date as ye"),
        (6, "Enter a whole addr"),
        (6, "“perhaps” is not p"),
    ]
