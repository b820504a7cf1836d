"""What is done with the jury: seat a judge."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from awards.cycles.models import Category
from awards.directory.models import Agency
from awards.entries.queries import results_published
from awards.invitations.operations import Guest, invite_seated
from awards.kit import audit
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.i18n import Lang, msg
from awards.people.models import Role
from awards.people.operations import add_person, grant_role
from awards.people.queries import person_with_address
from judging.panels.models import Judge, JudgeAffiliation, JudgeExpertise, Origin


@dataclass(frozen=True, slots=True)
class Seat:
    """What a seat on the jury says of its judge."""

    origin: Origin
    reads_ar: bool
    reads_en: bool
    capacity: int
    """How many entries this judge takes at most."""
    expertise: tuple[str, ...] = ()
    """Category codes."""
    affiliations: tuple[uuid.UUID, ...] = ()
    """Agencies that the judge works for."""
    former_affiliations: tuple[uuid.UUID, ...] = ()
    country: str = ""
    """Two letters, ISO 3166-1."""
    title_ar: str = ""
    title_en: str = ""


def seat_judge(
    session: Session,
    cycle_id: uuid.UUID,
    person_id: uuid.UUID,
    seat: Seat,
    *,
    by: uuid.UUID | None,
    at: datetime,
) -> Judge:
    """Give a person a seat on the jury of a cycle, and the role of a judge.

    Raises RuleBroken if they have one, read neither language, take no entry, see who entered as an organiser or
    auditor, the seat names a category or an agency that is not there, or the results of the cycle are published.
    """
    if results_published(session, cycle_id):
        raise RuleBroken(msg("The results of this cycle are published: nobody judges in it any more."))
    _check(session, cycle_id, seat)
    if session.exec(select(Judge.id).where(Judge.cycle_id == cycle_id, Judge.person_id == person_id)).first():
        raise RuleBroken(msg("This person has a seat on the jury already."))
    grant_role(session, person_id, Role.JUDGE, by=by, at=at)
    judge = Judge(
        cycle_id=cycle_id,
        person_id=person_id,
        origin=seat.origin,
        reads_ar=seat.reads_ar,
        reads_en=seat.reads_en,
        capacity=seat.capacity,
        country=seat.country,
        title_ar=seat.title_ar,
        title_en=seat.title_en,
    )
    session.add(judge)
    session.flush()
    former = set(seat.former_affiliations) - set(seat.affiliations)
    session.add_all(
        JudgeExpertise(judge_id=judge.id, category_code=code) for code in dict.fromkeys(seat.expertise)
    )
    session.add_all(
        JudgeAffiliation(judge_id=judge.id, agency_id=agency_id, former=agency_id in former)
        for agency_id in dict.fromkeys((*seat.affiliations, *seat.former_affiliations))
    )
    session.flush()
    detail = {
        "cycle": str(cycle_id),
        "person": str(person_id),
        "origin": seat.origin.value,
        "reads": [lang for lang, reads in (("ar", seat.reads_ar), ("en", seat.reads_en)) if reads],
        "capacity": seat.capacity,
        "expertise": list(seat.expertise),
        "affiliations": sorted(map(str, seat.affiliations)),
        "former_affiliations": sorted(map(str, former)),
    }
    audit.record(session, "judge.seated", judge.id, by=by, at=at, detail=detail)
    return judge


def seat_by_address(
    session: Session,
    cycle_id: uuid.UUID,
    guest: Guest,
    seat: Seat,
    *,
    lang: Lang,
    by: uuid.UUID,
    at: datetime,
) -> bool:
    """Seat whoever has this address; True if they cannot sign in yet, so that an invitation goes out with the seat.

    Raises Invalid for somebody new without names, and RuleBroken as `seat_judge` does.
    """
    person = person_with_address(session, guest.email)
    if person is None:
        needed = msg("Nobody has this e-mail address yet: give the name.")
        missing = [name for name in ("name_ar", "name_en") if not getattr(guest, name)]
        if missing:
            raise Invalid(dict.fromkeys(missing, needed))
        person = add_person(
            session,
            email=guest.email,
            name_ar=guest.name_ar,
            name_en=guest.name_en,
            password_hash=None,
            roles=(),
            by=by,
            at=at,
        )
    seat_judge(session, cycle_id, person.id, seat, by=by, at=at)
    if person.password_hash is not None:
        return False
    invite_seated(session, person, Role.JUDGE, lang=lang, by=by, at=at)
    return True


def _check(session: Session, cycle_id: uuid.UUID, seat: Seat) -> None:
    if not (seat.reads_ar or seat.reads_en):
        raise RuleBroken(msg("A judge must read Arabic, English or both."))
    if seat.capacity < 1:
        raise RuleBroken(msg("A judge must take at least one entry."))
    known = set(session.exec(select(Category.code).where(Category.cycle_id == cycle_id)))
    if unknown := sorted(set(seat.expertise) - known):
        raise RuleBroken(msg("This cycle has no category with the code %(code)s.", code=unknown[0]))
    named = {*seat.affiliations, *seat.former_affiliations}
    if len(session.exec(select(Agency.id).where(col(Agency.id).in_(named))).all()) < len(named):
        raise RuleBroken(msg("One of these agencies is not in the directory."))
