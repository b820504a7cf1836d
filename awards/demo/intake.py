"""Entries of a demo cycle: started, filled in, some with a file, submitted."""

import io
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pikepdf
from sqlmodel import Session, col, select

from awards.cycles.models import Category, Cycle
from awards.cycles.queries import categories_of
from awards.demo.calendar import at_work, between
from awards.demo.cast import Cast
from awards.demo.entering import Entering
from awards.demo.fixtures import FIELDS, FixtureEntry
from awards.directory.models import Agency, AgencyDomain
from awards.entries.attachments import attach_file, check_file
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.files import cleaned
from awards.entries.models import EntryLanguage, PastWin
from awards.entries.operations import (
    Started,
    save_entry,
    start_entry,
    submit_entry,
    withdraw_entry,
)
from awards.entries.partnership.operations import answer_as_partner
from awards.entries.translations.operations import translate_own_entry
from awards.entries.translations.rules import field_of
from awards.kit.clock import RIYADH
from awards.kit.db import Database
from awards.kit.files import FileStore
from awards.screening import disqualifications
from awards.screening.models import Ground
from reports.pdf import Metadata, lay_out, write_pdf

Advance = Callable[[], None]
"""Called after each finished piece of the work."""
Bar = Callable[[str, int], Advance]
"""Begins a progress bar with a label and a total."""
Reach = Callable[[datetime], None]
"""Called before each thing that is done, with its time: does what is due before it in another cycle."""

_EVERY_NTH_HAS_A_FILE = 6
_EVIDENCE_CSS = 'body{font:11pt/1.7 "IBM Plex Sans Arabic"} @page{size:A4;margin:25mm} td,th{border:.2mm solid #999;padding:2mm}'


@dataclass(frozen=True)
class Filed:
    """An entry of a demo cycle and the fixture that it was made from."""

    entry_id: uuid.UUID
    number: int
    fixture: FixtureEntry
    agency: str | None


class Intake:
    """Files the entries of one cycle, each by the person who would."""

    def __init__(self, db: Database, files: FileStore, cast: Cast, cycle: Cycle, *, now: datetime) -> None:
        self._db, self._files, self._cast, self._cycle = db, files, cast, cycle
        self._until = min(cycle.closes_at, now)
        """Nothing is filed in the future, where entries are still taken."""
        self._now = now
        with db.read() as session:
            self._categories = {c.code: c for c in categories_of(session, cycle.id)}
            self._names = {a.code: a for a in session.exec(select(Agency)).all()}
            domains = select(Agency.code, AgencyDomain.domain).join(
                AgencyDomain, col(AgencyDomain.agency_id) == col(Agency.id)
            )
            self._domains = dict(session.exec(domains).all())
            barred = self._winners_to_bar(session)
        entrants = [code for code in self._names if code in cast.entrants]
        self._entering = Entering(entrants, barred, cycle.entries_per_agency)

    def file(
        self, entries: Sequence[FixtureEntry], *, later: bool, reach: Reach, advance: Advance
    ) -> list[Filed]:
        """File all of them; `later` cycles are entered by each fixture's other agency."""
        filed = []
        for i, fixture in enumerate(entries):
            at = between(self._cycle.opens_at, self._until, i, len(entries))
            reach(at)
            agency = self._entering.agency_for(fixture, later=later)
            filed.append(self._file(fixture, agency, at, with_file=i % _EVERY_NTH_HAS_A_FILE == 0))
            advance()
        return filed

    def file_one_withdrawn_and_one_disqualified(
        self, first: FixtureEntry, second: FixtureEntry, *, after: int, reach: Reach
    ) -> None:
        """Beyond the `after` entries that are judged: one whose agency thinks better of it, one that breaks the terms."""
        at = between(self._cycle.opens_at, self._until, after, after)
        reach(at)
        withdrawn = self._file(first, self._entering.agency_for(first, later=True), at)
        out = self._file(second, self._entering.agency_for(second, later=True), at)
        out_at = min(at_work(self._until), self._now)
        with self._db.write() as session:
            entrant = self._cast.entrants[withdrawn.agency or withdrawn.fixture.key]
            withdraw_entry(
                session,
                withdrawn.entry_id,
                "أُدمجت الخدمة في منصة أخرى قبل إغلاق باب المشاركة.",
                by=entrant,
                at=at,
            )
        reach(out_at)
        first_organiser, second_organiser = self._cast.organisers[:2]
        with self._db.write() as session:
            why = "قُدِّمت المشاركة عن خدمة تشغّلها جهة أخرى لم تُذكر شريكًا فيها، وهذا مخالف لشروط المشاركة."
            wish = disqualifications.propose(
                session, out.entry_id, Ground.TERMS, why, by=first_organiser, at=out_at
            )
        with self._db.write() as session:
            disqualifications.confirm(session, out.entry_id, wish, by=second_organiser, at=out_at)

    def start_draft(self, fixture: FixtureEntry, *, at: datetime) -> None:
        """A draft that is half filled in, for the cycle that is open for entries."""
        agency = self._entering.agency_for(fixture, later=False)
        by = self._cast.entrants[agency or fixture.key]
        category = self._categories[fixture.category]
        with self._db.write() as session:
            entry = self._start(session, fixture, category, agency, by, at)
            answers = {"challenge": self._long_answer(fixture, "challenge")}
            changes = EntryChanges(
                summary_ar=fixture.text.get("summary_ar"),
                summary_en=fixture.text.get("summary_en"),
                answers=answers,
            )
            save_entry(session, entry.id, changes, by=by, at=at)

    def _file(
        self, fixture: FixtureEntry, agency: str | None, at: datetime, *, with_file: bool = False
    ) -> Filed:
        category = self._categories[fixture.category]
        by = self._cast.entrants[agency or fixture.key]
        upload = check_file(*self._evidence(fixture, agency), clean_with=cleaned) if with_file else None
        with self._db.write() as session:
            entry = self._start(session, fixture, category, agency, by, at)
            changes = self._changes(fixture, agency)
            save_entry(session, entry.id, changes, by=by, at=at)
            if fixture.translation and not fixture.repeats:
                translate_own_entry(session, entry.id, self._translation(fixture), by=by, at=at)
            if upload is not None:
                attach_file(session, self._files, entry.id, upload, by=by, at=at)
            submit_entry(session, entry.id, terms_accepted=True, by=by, at=at)
            self._confirm(session, entry.id, changes, at)
        return Filed(entry.id, entry.number, fixture, agency)

    def _confirm(self, session: Session, entry_id: uuid.UUID, changes: EntryChanges, at: datetime) -> None:
        """The partners say that they are, where somebody enters for them."""
        for code, person in self._cast.entrants.items():
            agency_id = self._cast.agencies.get(code)
            if agency_id and agency_id in (changes.partner_ids or ()):
                answer_as_partner(session, entry_id, agency_id, confirmed=True, by=person, at=at)

    def _start(
        self,
        session: Session,
        fixture: FixtureEntry,
        category: Category,
        agency: str | None,
        by: uuid.UUID,
        at: datetime,
    ) -> Started:
        return start_entry(
            session,
            cycle_id=self._cycle.id,
            category_id=category.id,
            agency_id=self._cast.agencies[agency] if agency else None,
            language=EntryLanguage(fixture.language),
            title_ar=fixture.text.get("title_ar", ""),
            title_en=fixture.text.get("title_en", ""),
            by=by,
            at=at,
        )

    def _changes(self, fixture: FixtureEntry, agency: str | None) -> EntryChanges:
        answers = {
            "operator": AnswerChange(*self._operator(fixture, agency)),
            "link": AnswerChange(value=self._link(fixture, agency)),
            "launched_on": AnswerChange(value=self._launched(fixture).isoformat()),
            "maturity": AnswerChange(value=fixture.maturity),
            "channels": AnswerChange(value=",".join(fixture.channels)),
            "transactions": AnswerChange(value=str(fixture.transactions)),
            **{key: self._long_answer(fixture, key) for key in FIELDS},
        }
        partners = frozenset(
            self._cast.agencies[code]
            for code in fixture.partners
            if code != agency and self._entering.may_be_partner(code, fixture.category)
        )
        return EntryChanges(
            summary_ar=fixture.text.get("summary_ar"),
            summary_en=fixture.text.get("summary_en"),
            partner_ids=partners or None,
            answers=answers,
        )

    @staticmethod
    def _translation(fixture: FixtureEntry) -> dict[str, str]:
        return {field_of(key) if key in FIELDS else key: text for key, text in fixture.translation.items()}

    @staticmethod
    def _long_answer(fixture: FixtureEntry, key: str) -> AnswerChange:
        return AnswerChange(text_ar=fixture.text.get(f"{key}_ar"), text_en=fixture.text.get(f"{key}_en"))

    def _operator(self, fixture: FixtureEntry, agency: str | None) -> tuple[str | None, str | None]:
        if agency is None:
            words = (fixture.person_ar, fixture.person_en)
        else:
            name = self._names[agency]
            words = (f"إدارة الخدمات الرقمية، {name.name_ar}", f"Digital services department, {name.name_en}")
        return (
            words[0] if fixture.language != "en" else None,
            words[1] if fixture.language != "ar" else None,
        )

    def _link(self, fixture: FixtureEntry, agency: str | None) -> str:
        host = self._domains.get(agency, "example.sa") if agency else "example.sa"
        return f"https://{host}/e/{fixture.key.lower()}"

    def _launched(self, fixture: FixtureEntry) -> date:
        deadline = self._cycle.closes_at.astimezone(RIYADH).date()
        months = deadline.year * 12 + deadline.month - 1 - fixture.months_in_operation
        return date(months // 12, months % 12 + 1, 1)

    def _evidence(self, fixture: FixtureEntry, agency: str | None) -> tuple[str, bytes]:
        """A page of figures whose name and metadata tell who made it, as real ones do."""
        who = self._names[agency].name_en if agency else fixture.person_en
        title = fixture.text.get("title_ar") or fixture.text["title_en"]
        lang = "ar" if "title_ar" in fixture.text else "en"
        html = (
            f'<html lang="{lang}"><head><title>{title}</title></head><body dir="{"rtl" if lang == "ar" else "ltr"}">'
            f"<h1>{title}</h1><p>{fixture.text.get(f'results_{lang}', '')}</p>"
            f"<table><tr><th>{'المعاملات في السنة' if lang == 'ar' else 'Transactions a year'}</th>"
            f"<td>{fixture.transactions:,}</td></tr></table></body></html>"
        )
        with pikepdf.open(
            io.BytesIO(
                write_pdf(
                    lay_out(html, css=_EVIDENCE_CSS), metadata=Metadata(title, lang), variant="pdf/ua-1"
                )
            )
        ) as pdf:
            pdf.docinfo["/Author"] = who
            pdf.docinfo["/Title"] = f"{who}: evidence"
            out = io.BytesIO()
            pdf.save(out)
        return f"{agency or fixture.key}-evidence.pdf", out.getvalue()

    def _winners_to_bar(self, session: Session) -> set[tuple[str, str]]:
        """Agencies and the categories that a recent win keeps them from."""
        past = (
            select(Agency.code, PastWin.category_code)
            .join(PastWin, col(PastWin.agency_id) == col(Agency.id))
            .join(Cycle, col(Cycle.id) == col(PastWin.cycle_id))
            .where(Cycle.number >= self._cycle.number - self._cycle.barred_cycles)
        )
        return set(session.exec(past).all())
