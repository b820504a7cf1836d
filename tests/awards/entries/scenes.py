"""An agency that enters, a cycle that takes entries, and a draft with every question answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from awards.cycles.models import Category, Cycle
from awards.directory.models import Agency
from awards.entries import operations, queries
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.content import content_hash, content_of
from awards.entries.models import Entry, EntryLanguage, Submission
from awards.people.models import Person, Role
from tests.factories import Factory

ANSWERS = {
    "operator": AnswerChange(text_ar="إدارة الخدمات", text_en="Service department"),
    "launched_on": AnswerChange(value="2025-01-15"),
    "challenge": AnswerChange(text_ar="كان الانتظار طويلًا", text_en="The wait was long"),
    "solution": AnswerChange(text_ar="صار الطلب إلكترونيًّا", text_en="It went online"),
}
WHOLE = EntryChanges(summary_ar="خدمة واحدة", summary_en="One service", answers=ANSWERS)


@dataclass
class Scene:
    make: Factory
    member: Person
    agency: Agency
    cycle: Cycle
    category: Category

    def start(
        self,
        by: Person | None = None,
        *,
        agency: Agency | None = None,
        category: Category | None = None,
        language: EntryLanguage = EntryLanguage.ARABIC,
        alone: bool = False,
    ) -> Entry:
        with self.make.db.write() as session:
            started = operations.start_entry(
                session,
                cycle_id=self.cycle.id,
                category_id=(category or self.category).id,
                agency_id=None if alone else (agency or self.agency).id,
                language=language,
                title_ar="بوابة التراخيص",
                title_en="" if language is EntryLanguage.ARABIC else "Licence portal",
                by=(by or self.member).id,
                at=self.make.now,
            )
            return session.get_one(Entry, started.id)

    def save(
        self,
        entry: Entry,
        changes: EntryChanges,
        *,
        seen: Mapping[str, Sequence[str]] | None = None,
        by: Person | None = None,
    ) -> frozenset[str]:
        with self.make.db.write() as session:
            return operations.save_entry(
                session, entry.id, changes, seen=seen, by=(by or self.member).id, at=self.make.now
            )

    def whole(self, **options: object) -> Entry:
        """A draft that may be submitted; its version is 2."""
        entry = self.start(**options)  # type: ignore[arg-type]
        self.save(entry, WHOLE)
        return entry

    def submit(self, entry: Entry, *, by: Person | None = None, terms: bool = True) -> Submission:
        with self.make.db.write() as session:
            return operations.submit_entry(
                session, entry.id, terms_accepted=terms, by=(by or self.member).id, at=self.make.now
            )

    def checked(self, entry: Entry) -> str:
        """What the check page posts of what it shows."""
        with self.make.db.read() as session:
            return content_hash(content_of(queries.my_sheet(session, self.member.id, entry.id)))

    def withdraw(self, entry: Entry) -> None:
        with self.make.db.write() as session:
            operations.withdraw_entry(session, entry.id, "", by=self.member.id, at=self.make.now)


def scene(make: Factory, **cycle: object) -> Scene:
    member = make.person(Role.ENTRANT)
    agency = make.agency(member)
    made = make.cycle(**{"number": 5, **cycle})
    return Scene(make, member, agency, made, make.category(made))
