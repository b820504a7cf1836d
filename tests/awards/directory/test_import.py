"""Bringing agencies into the directory."""

from dataclasses import replace

import pytest
from sqlmodel import Session, col, func, select

from awards.directory.models import Agency, AgencyAlias, AgencyDomain, MembershipKind
from awards.directory.operations import add_member, import_agencies
from awards.directory.queries import directory, members_of
from awards.directory.rows import AgencyRow, DomainTaken, agencies_from_fixtures, agency_rows, domain_owners
from awards.kit.audit import AuditEvent
from awards.kit.errors import RuleBroken
from awards.people.models import Role
from tests.conftest import NOW

HEALTH = AgencyRow("moh", "وزارة الصحة", "Ministry of Health", "MOH", ("الصحة",), ("moh.example",), "health")
HOSPITAL = AgencyRow("hosp", "مستشفى المدينة", "City Hospital", domains=("moh.example",), parent="moh")


def test_the_fixtures_are_read_whole_and_brought_in_twice_without_a_double(session: Session) -> None:
    rows = agencies_from_fixtures()
    assert {row.code for row in rows} >= {"moh", "dga", "traffic"}
    assert import_agencies(session, rows, by=None, at=NOW) == len(rows) == 87
    words = [session.exec(select(func.count()).select_from(t)).one() for t in (AgencyAlias, AgencyDomain)]
    assert import_agencies(session, rows, by=None, at=NOW) == 87
    assert session.exec(select(func.count()).select_from(Agency)).one() == 87
    assert [
        session.exec(select(func.count()).select_from(t)).one() for t in (AgencyAlias, AgencyDomain)
    ] == words
    events = session.exec(select(AuditEvent).order_by(col(AuditEvent.sequence))).all()
    assert [(event.action, event.detail["added"]) for event in events] == [
        ("directory.imported", 87),
        ("directory.imported", 0),
    ]


def test_a_row_replaces_the_names_aliases_and_domains_that_were_there(session: Session) -> None:
    import_agencies(session, [HEALTH], by=None, at=NOW)
    renamed = replace(HEALTH, name_en="Health Ministry", aliases=("صحة",), domains=("health.example",))
    import_agencies(session, [renamed], by=None, at=NOW)
    (agency,) = directory(session)
    assert (agency.name_en, agency.aliases, agency.domains) == (
        "Health Ministry",
        ("صحة",),
        ("health.example",),
    )


def test_cells_with_several_values_and_stray_blanks_are_taken_apart() -> None:
    header = "code,name_ar,name_en,acronym,aliases_ar,aliases_en,domain,sector,parent\n"
    (row,) = agency_rows(header + ' MOH ,وزارة,Ministry,, أ | ب,A|,"X.example|y.example",health,\n')
    assert row.code == "moh"
    assert row.aliases == ("أ", "ب", "A")
    assert row.domains == ("x.example", "y.example")


def test_a_list_without_a_needed_column_is_not_read() -> None:
    with pytest.raises(KeyError, match="name_ar"):
        agency_rows("code,name_en\nmoh,Ministry\n")


def test_a_child_may_stand_before_its_parent_and_shares_its_domain(session: Session) -> None:
    import_agencies(session, [HOSPITAL, HEALTH], by=None, at=NOW)
    listed = {agency.code: agency for agency in directory(session)}
    parent = listed["hosp"].parent
    assert parent is not None
    assert parent.code == "moh"
    assert listed["moh"].domains == ("moh.example",)
    assert listed["hosp"].domains == ()


def test_two_agencies_that_are_not_parent_and_child_cannot_share_a_domain(session: Session) -> None:
    stranger = replace(HOSPITAL, parent="")
    with pytest.raises(DomainTaken):
        domain_owners([HEALTH, stranger])
    import_agencies(session, [HEALTH], by=None, at=NOW)
    with pytest.raises(RuleBroken, match="belongs to more than one"):
        import_agencies(session, [stranger], by=None, at=NOW)


def test_an_unknown_parent_and_a_repeated_code_are_refused(session: Session) -> None:
    with pytest.raises(RuleBroken, match="not known"):
        import_agencies(session, [HOSPITAL], by=None, at=NOW)
    with pytest.raises(RuleBroken, match="more than once"):
        import_agencies(session, [HEALTH, HEALTH], by=None, at=NOW)


def test_a_changed_kind_makes_no_second_membership(make, db) -> None:
    person = make.person(Role.ENTRANT)
    with db.write() as session:
        import_agencies(session, [HEALTH], by=None, at=NOW)
        agency_id = session.exec(select(Agency.id)).one()
        first = add_member(session, agency_id, person.id, MembershipKind.EDITOR, by=None, at=NOW)
        again = add_member(session, agency_id, person.id, MembershipKind.OWNER, by=None, at=NOW)
    with db.read() as session:
        assert (again.id, again.kind) == (first.id, MembershipKind.OWNER)
        assert [member.id for member in members_of(session, agency_id)] == [person.id]
