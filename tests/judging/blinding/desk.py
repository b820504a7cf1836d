"""An organiser's desk with entries of one agency."""

from sqlmodel import select

from awards.entries.models import Submission
from awards.people.models import Role
from judging.blinding import operations
from judging.blinding.content import BlindContent
from judging.blinding.models import BlindCopy


class Desk:
    """A cycle with one category; an agency, an entrant, an organiser."""

    def __init__(self, make) -> None:
        self.make = make
        self.organiser = make.person(Role.ORGANISER)
        self.entrant = make.person(Role.ENTRANT, name_ar="سلمى فهد الدوسري", name_en="Salma Fahd Aldosari")
        self.agency = make.agency(
            self.entrant, name_ar="هيئة القوارب", name_en="Boats Authority", acronym="BTA"
        )
        self.cycle = make.judging_cycle()
        self.category = make.category(self.cycle)

    def entry(self, text: str = "Plain", **fields):
        answers = {"operator": "Boats Authority, Salma", "challenge": text, "solution": "Plain"}
        agency = fields.pop("agency", self.agency)
        return self.make.entry(self.category, agency, self.entrant, answers=answers, **fields)

    def prepare(self) -> int:
        with self.make.db.write() as session:
            return operations.prepare_blind_copies(
                session, self.cycle.id, by=self.organiser.id, at=self.make.now
            )

    def copy(self, entry) -> BlindCopy:
        with self.make.db.read() as session:
            last = (
                select(BlindCopy).where(BlindCopy.entry_id == entry.id).order_by(BlindCopy.prepared_at.desc())
            )
            return session.exec(last).first()

    def approve(
        self,
        copy: BlindCopy,
        content: BlindContent | None = None,
        version: int | None = None,
        reason: str = "",
    ) -> int:
        content = content or BlindContent.from_json(copy.content)
        with self.make.db.write() as session:
            return operations.approve_blind_copy(
                session,
                copy.id,
                content,
                version=copy.version if version is None else version,
                reason=reason,
                by=self.organiser.id,
                at=self.make.now,
            )

    def submit_again(self, entry, **changes) -> None:
        with self.make.db.write() as session:
            old = session.exec(select(Submission).where(Submission.entry_id == entry.id)).one()
            row = old.model_dump(exclude={"id"}) | {"sequence": 2, "receipt": "again"}
            session.add(Submission(**{**row, "content": {**old.content, **changes}}))
