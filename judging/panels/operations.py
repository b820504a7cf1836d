"""What is done with the jury: seat a judge, seat those of another cycle again, correct a judge's ties."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category
from awards.cycles.queries import category_by_code
from awards.directory.models import Agency
from awards.entries.queries import results_published
from awards.invitations.operations import Guest, invite_seated
from awards.invitations.rules import Post
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.i18n import Bilingual, Lang, msg
from awards.people.models import Role
from awards.people.operations import add_person, grant_role
from awards.people.queries import person_with_address
from judging.panels.chairs import Officers
from judging.panels.models import Judge, JudgeAffiliation, JudgeExpertise, Origin
from judging.panels.naming import name_officers, officers_of
from judging.panels.ties import Ties, earlier_seat, entrants_of, ties_of


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

    @property
    def ties(self) -> Ties:
        return Ties.of(
            [*((id_, False) for id_ in self.affiliations), *((id_, True) for id_ in self.former_affiliations)]
        )


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

    The audit log also keeps which ties of their last seat this one no longer names, and whether they enter in the
    cycle themselves: whoever seats them has been told both.

    Raises RuleBroken if they have one, read neither language, take no entry, see who entered as an organiser or
    auditor, the seat names a category or an agency that is not there, or the results of the cycle are published.
    """
    if results_published(session, cycle_id):
        raise RuleBroken(msg("The results of this cycle are published: nobody judges in it any more."))
    _check(session, cycle_id, seat)
    _check_agencies(session, seat.ties)
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
        pledge_asked=True,
    )
    session.add(judge)
    session.flush()
    session.add_all(
        JudgeExpertise(judge_id=judge.id, category_code=code) for code in dict.fromkeys(seat.expertise)
    )
    _add_ties(session, judge.id, seat.ties)
    earlier = earlier_seat(session, cycle_id, person_id)
    detail = {
        "cycle": str(cycle_id),
        "person": str(person_id),
        "origin": seat.origin.value,
        "reads": [lang for lang, reads in (("ar", seat.reads_ar), ("en", seat.reads_en)) if reads],
        "capacity": seat.capacity,
        "expertise": list(seat.expertise),
        **_on_record(seat.ties),
    }
    if earlier and (dropped := seat.ties.lacks(earlier.ties)):
        detail["no_longer_tied"] = sorted(map(str, dropped))
    if person_id in entrants_of(session, cycle_id):
        detail["enters"] = True
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
    chairs: str = "",
) -> bool:
    """Seat whoever has this address; True if they cannot sign in yet, so that an invitation goes out with the seat.

    With `chairs`, a category's code, they are named chair of its panel, which must have none. Raises Invalid for
    somebody new without names or a panel that cannot have them, and RuleBroken as `seat_judge` does.
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
    judge = seat_judge(session, cycle_id, person.id, seat, by=by, at=at)
    panel = _chair(session, judge, chairs, by=by, at=at) if chairs else None
    if person.password_hash is not None:
        return False
    invite_seated(session, person, Post(Role.JUDGE, panel=panel), lang=lang, by=by, at=at)
    return True


def _chair(session: Session, judge: Judge, code: str, *, by: uuid.UUID, at: datetime) -> Bilingual:
    """Name a judge the chair of a panel that has none; what its category is called."""
    category = category_by_code(session, judge.cycle_id, code)
    before = officers_of(session, judge.cycle_id).get(category.id, Officers())
    if before.chair is not None:
        raise Invalid({"chairs": msg("This panel has a chair already.")})
    name_officers(session, category.id, Officers(judge.id, before.deputy), by=by, at=at)
    return Bilingual(category.name_ar, category.name_en)


def _check(session: Session, cycle_id: uuid.UUID, seat: Seat) -> None:
    if not (seat.reads_ar or seat.reads_en):
        raise RuleBroken(msg("A judge must read Arabic, English or both."))
    if seat.capacity < 1:
        raise RuleBroken(msg("A judge must take at least one entry."))
    known = set(session.exec(select(Category.code).where(Category.cycle_id == cycle_id)))
    if unknown := sorted(set(seat.expertise) - known):
        raise RuleBroken(msg("This cycle has no category with the code %(code)s.", code=unknown[0]))


def _check_agencies(session: Session, ties: Ties) -> None:
    named = {*ties.present, *ties.former}
    if len(session.exec(select(Agency.id).where(col(Agency.id).in_(named))).all()) < len(named):
        raise RuleBroken(msg("One of these agencies is not in the directory."))


def _add_ties(session: Session, judge_id: uuid.UUID, ties: Ties) -> None:
    session.add_all(
        JudgeAffiliation(judge_id=judge_id, agency_id=agency_id, former=former)
        for agencies, former in ((ties.present, False), (ties.former, True))
        for agency_id in agencies
    )
    session.flush()


def _on_record(ties: Ties) -> dict[str, list[str]]:
    return {
        "affiliations": sorted(map(str, ties.present)),
        "former_affiliations": sorted(map(str, ties.former)),
    }


def seat_again(
    session: Session,
    cycle_id: uuid.UUID,
    judge_ids: Collection[uuid.UUID],
    *,
    by: uuid.UUID | None,
    at: datetime,
) -> int:
    """Give judges of another cycle the seats that they had there, with their ties; how many.

    Expertise in a category that this cycle does not have is left out. Raises as `seat_judge` does.
    """
    known = set(session.exec(select(Category.code).where(Category.cycle_id == cycle_id)))
    seats = session.exec(select(Judge).where(col(Judge.id).in_(judge_ids)).order_by(col(Judge.id))).all()
    ties = ties_of(session, [old.id for old in seats])
    codes: dict[uuid.UUID, list[str]] = {old.id: [] for old in seats}
    expertise = select(JudgeExpertise).where(col(JudgeExpertise.judge_id).in_(list(codes)))
    for line in session.exec(expertise.order_by(col(JudgeExpertise.category_code))).all():
        codes[line.judge_id].append(line.category_code)
    for old in seats:
        seat = Seat(
            origin=old.origin,
            reads_ar=old.reads_ar,
            reads_en=old.reads_en,
            capacity=old.capacity,
            expertise=tuple(code for code in codes[old.id] if code in known),
            affiliations=ties[old.id].present,
            former_affiliations=ties[old.id].former,
            country=old.country,
            title_ar=old.title_ar,
            title_en=old.title_en,
        )
        seat_judge(session, cycle_id, old.person_id, seat, by=by, at=at)
    return len(seats)


def correct_ties(
    session: Session, judge_id: uuid.UUID, ties: Ties, reason: str, *, by: uuid.UUID, at: datetime
) -> None:
    """Write a judge's agencies anew, as they are now known; what is assigned already is another matter.

    Raises NotFound, and RuleBroken without a reason, for an agency that is not in the directory, or once the results
    are published.
    """
    judge = session.get(Judge, judge_id)
    if judge is None:
        raise NotFound
    if results_published(session, judge.cycle_id):
        raise RuleBroken(msg("The results of this cycle are published: nobody judges in it any more."))
    if not reason.strip():
        raise RuleBroken(msg("Say how this came to be known."))
    _check_agencies(session, ties)
    old = ties_of(session, [judge_id])[judge_id]
    session.exec(sa.delete(JudgeAffiliation).where(col(JudgeAffiliation.judge_id) == judge_id))
    _add_ties(session, judge_id, ties)
    detail = {
        **_on_record(ties),
        **{f"{key}_before": agencies for key, agencies in _on_record(old).items()},
        "reason": reason.strip(),
    }
    audit.record(session, "judge.ties_corrected", judge_id, by=by, at=at, detail=detail)
