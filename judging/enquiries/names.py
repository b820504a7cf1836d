"""What in a text could tell one side who the other is."""

from dataclasses import replace

from sqlmodel import Session, col, select

from awards.directory.models import Membership
from awards.entries.models import Entry
from awards.people.models import Person
from judging.assignments.models import Assignment
from judging.blinding.identities import Proposal, person_names
from judging.blinding.proposal import found_in
from judging.blinding.queries import directory_of_names, submitted_entry
from judging.blinding.scanner import Finding, Kind, Name, find_identities
from judging.panels.models import Judge

Found = list[Finding] | list[Proposal]


def telling_of_entrant(session: Session, entry: Entry, text: str) -> list[Proposal]:
    """Names of the agency, its partners and its people, other agencies, addresses. Raises NotFound if the entry is out."""
    submitted = submitted_entry(session, entry.cycle_id, entry.number)
    colleagues = select(Membership.person_id).where(Membership.agency_id == entry.agency_id)
    people = session.exec(select(Person.name_ar, Person.name_en).where(col(Person.id).in_(colleagues)))
    names = tuple(
        dict.fromkeys((*submitted.persons, *person_names(*(name for each in people for name in each))))
    )
    return found_in(text, replace(submitted, persons=names), directory_of_names(session))


def telling_of_judge(session: Session, entry: Entry, text: str) -> list[Finding]:
    """Names of everybody on the jury of the cycle, the judges' codes for the entry, addresses."""
    jury = session.exec(
        select(Person.name_ar, Person.name_en)
        .join(Judge, col(Judge.person_id) == col(Person.id))
        .where(Judge.cycle_id == entry.cycle_id)
    )
    codes = session.exec(select(Assignment.code).where(Assignment.entry_id == entry.id))
    names = [
        *person_names(*(name for each in jury for name in each)),
        *(Name(code, Kind.PERSON) for code in codes),
    ]
    return find_identities(text, names)


def words(text: str, found: Found) -> list[str]:
    """What was found, as it stands in the text."""
    return sorted({" ".join(text[each.start : each.end].split()) for each in found})
