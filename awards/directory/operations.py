"""What is done with the directory: bring in a list of agencies, let a person enter for one."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.directory.letters import HANDED_OVER, PART_CHANGED, REMOVED
from awards.directory.membership import kind_of_newcomer, why_not_without
from awards.directory.models import Agency, AgencyAlias, AgencyDomain, Membership, MembershipKind
from awards.directory.queries import directory, member_of, people_of, row_of
from awards.directory.rows import AgencyRow, DomainTaken, changed, domain_owners
from awards.directory.telling import tell
from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg
from awards.kit.text import fold
from awards.people.models import Role
from awards.people.operations import grant_role


def import_agencies(
    session: Session, rows: Sequence[AgencyRow], *, by: uuid.UUID | None, at: datetime
) -> int:
    """Add the agencies of a list, or bring those with the same code up to date; how many the list holds.

    Aliases and domains of a listed agency become those of its row. Agencies that the list does not name stay.
    Raises RuleBroken for a code that stands twice, an unknown parent or a domain that two agencies claim.
    """
    codes = [row.code for row in rows]
    if twice := sorted(code for code, often in Counter(codes).items() if often > 1):
        raise RuleBroken(msg("The code %(code)s stands in the list more than once.", code=twice[0]))
    owners = _owners(rows)
    known = {agency.code: agency for agency in session.exec(select(Agency))}
    added = len(set(codes) - known.keys())
    before = {agency.code: row_of(agency) for agency in directory(session)}
    for row in rows:
        agency = known.setdefault(row.code, Agency(code=row.code, name_ar="", name_en="", sector=""))
        agency.name_ar, agency.name_en, agency.acronym = row.name_ar, row.name_en, row.acronym
        agency.sector, agency.sort_key = row.sector, fold(row.name_ar)
        session.add(agency)
    session.flush()
    for row in rows:
        if row.parent and row.parent not in known:
            raise RuleBroken(msg("The list names the parent %(code)s, which is not known.", code=row.parent))
        known[row.code].parent_id = known[row.parent].id if row.parent else None
    session.flush()
    _replace_words(session, rows, owners, {row.code: known[row.code].id for row in rows})
    changes = {row.code: changed(before[row.code], row) for row in rows if row.code in before}
    detail = {
        "agencies": len(rows),
        "added": added,
        "codes": sorted(codes),
        "changes": {code: fields for code, fields in changes.items() if fields},
    }
    audit.record(session, "directory.imported", "directory", by=by, at=at, detail=detail)
    return len(rows)


def _owners(rows: Sequence[AgencyRow]) -> dict[str, str]:
    try:
        return domain_owners(rows)
    except DomainTaken as taken:
        raise _domain_taken(taken.domain) from taken


def _domain_taken(domain: str) -> RuleBroken:
    return RuleBroken(msg("The domain %(domain)s belongs to more than one agency.", domain=domain))


def _replace_words(
    session: Session, rows: Sequence[AgencyRow], owners: dict[str, str], ids: dict[str, uuid.UUID]
) -> None:
    """Set aliases and domains of the listed agencies anew."""
    listed = list(ids.values())
    for table in (AgencyAlias, AgencyDomain):
        session.connection().execute(sa.delete(table).where(col(table.agency_id).in_(listed)))
    elsewhere = select(AgencyDomain.domain).where(col(AgencyDomain.domain).in_(owners))
    if taken := session.exec(elsewhere).first():
        raise _domain_taken(taken)
    session.add_all(AgencyAlias(agency_id=ids[row.code], text=alias) for row in rows for alias in row.aliases)
    session.add_all(AgencyDomain(agency_id=ids[code], domain=domain) for domain, code in owners.items())
    session.flush()


def remove_member(
    session: Session,
    agency_id: uuid.UUID,
    person_id: uuid.UUID,
    *,
    by: uuid.UUID | None,
    at: datetime,
    may_empty: bool,
) -> None:
    """They no longer enter for the agency, nor see its entries; what they did stays. They and its owners are told.

    With `may_empty` the last person may go, which only organisers do. Raises NotFound for somebody who does not enter for it, RuleBroken if it would be left without an owner.
    """
    member = member_of(session, agency_id, person_id)
    _keep_an_owner(session, member, may_empty=may_empty)
    session.delete(member)
    session.flush()
    detail = {"person": str(person_id)}
    audit.record(session, "agency.member_removed", agency_id, by=by, at=at, detail=detail)
    tell(session, REMOVED, agency_id, person_id, by=by, at=at, gone=True)


def _keep_an_owner(session: Session, member: Membership, *, may_empty: bool = False) -> None:
    people = people_of(session, member.agency_id)
    if why := why_not_without(people, member.person_id, may_empty=may_empty):
        raise RuleBroken(why)


def add_member(
    session: Session,
    agency_id: uuid.UUID,
    person_id: uuid.UUID,
    kind: MembershipKind,
    *,
    by: uuid.UUID | None,
    at: datetime,
) -> Membership:
    """Let a person enter for an agency, in the role of an entrant; the first one becomes its owner.

    Whoever enters for it already keeps their part, unless they become an owner now.
    """
    grant_role(session, person_id, Role.ENTRANT, by=by, at=at)
    people = people_of(session, agency_id)
    kind = kind_of_newcomer(kind, people)
    if any(part.person_id == person_id for part in people):
        if kind is MembershipKind.OWNER:
            change_part(session, agency_id, person_id, kind, by=by, at=at)
        return member_of(session, agency_id, person_id)
    member = Membership(agency_id=agency_id, person_id=person_id, kind=kind, since=at)
    session.add(member)
    session.flush()
    detail = {"person": str(person_id), "kind": kind.value}
    audit.record(session, "agency.member_added", agency_id, by=by, at=at, detail=detail)
    return member


def change_part(
    session: Session,
    agency_id: uuid.UUID,
    person_id: uuid.UUID,
    kind: MembershipKind,
    *,
    by: uuid.UUID | None,
    at: datetime,
    telling: bool = False,
) -> None:
    """Make a member an owner or an editor; of whom is one already, nothing changes.

    With `telling` they and the owners get a letter.

    Raises NotFound for somebody who does not enter for the agency, RuleBroken if it would be left without an owner.
    """
    member = member_of(session, agency_id, person_id)
    if member.kind == kind:
        return
    if kind is not MembershipKind.OWNER:
        _keep_an_owner(session, member)
    member.kind = kind
    session.add(member)
    session.flush()
    detail = {"person": str(person_id), "kind": kind.value}
    audit.record(session, "agency.member_changed", agency_id, by=by, at=at, detail=detail)
    if telling:
        tell(session, PART_CHANGED, agency_id, person_id, by=by, at=at, part=kind.value)


def hand_over(
    session: Session, agency_id: uuid.UUID, heir_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """An owner makes another member the owner in their stead, and stays as an editor.

    Raises NotFound for an heir who does not enter for the agency, RuleBroken for one whose account is disabled.
    """
    change_part(session, agency_id, heir_id, MembershipKind.OWNER, by=by, at=at)
    change_part(session, agency_id, by, MembershipKind.EDITOR, by=by, at=at)
    tell(session, HANDED_OVER, agency_id, heir_id, by=by, at=at, also=[by])
