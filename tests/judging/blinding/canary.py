"""Planting what must never reach a judge, asking every address there is, and finding it again.

A new route is asked by itself. If it takes a new kind of path parameter, add its values to `Planted.parameters`.
"""

import html
import io
import itertools
import re
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pikepdf
import sqlalchemy as sa
from litestar import Litestar
from litestar.routes import HTTPRoute
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlmodel import select

from awards.cycles.models import Category, Cycle, EligibilityQuestion, Question, QuestionKind
from awards.directory.models import AgencyAlias, AgencyDomain, Service
from awards.entries import operations as entries
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.models import Attachment, Entry, EntryLanguage, EntryPartner, PartnerState, Submission
from awards.entries.translations.operations import translate_own_entry
from awards.kit.files import FileStore
from awards.people.models import Person, Role
from judging.assignments import operations as assignments
from judging.assignments.models import Assignment
from judging.blinding import operations as blinding
from judging.blinding.content import BlindContent
from judging.blinding.models import BlindCopy
from judging.blinding.pages.jobs import digests_of_cycle
from judging.blinding.pages.operations import read_files
from judging.calibration.models import CalibrationEntry
from judging.calibration.operations import hand_in, open_calibration
from judging.panels.models import Judge, Origin
from judging.recusals.conflicts import ConflictKind
from judging.recusals.operations import excuse_judge
from judging.rounds.models import Round
from judging.scorecards.sheet import Mark, SheetInput
from reports.pdf import Metadata, lay_out, write_pdf
from tests.factories import CRITERIA

WRITTEN = (
    "appeal.sent_back",
    "appeal.text",
    "appeal_ruling.reasons_ar",
    "appeal_ruling.reasons_en",
    "blindness_acceptance.reason",
    "calibration_post.text",
    "calibration_sheet.marks",
    "clarification.answer",
    "clarification.question",
    "canned_answer.name_ar",
    "canned_answer.name_en",
    "canned_answer.text_ar",
    "canned_answer.text_en",
    "decision.citation_ar",
    "decision.citation_en",
    "decision.reason",
    "decision.reason_en",
    "decision.returned_reason",
    "disqualification.reason",
    "disqualification_reply.text",
    "early_closing.reason",
    "early_closing.reason_en",
    "round_method.reason",
    "email_change.new_email",
    "email_change.old_email",
    "enquiry.answer",
    "enquiry.approved",
    "enquiry.question",
    "entry_ending.reason",
    "entry_move.reason",
    "entry_move.word",
    "entry_partner.reason",
    "extension.reason",
    "faq_item.answer_ar",
    "faq_item.answer_en",
    "faq_item.question_ar",
    "faq_item.question_en",
    "failed_sign_in.address",
    "failed_sign_in.email",
    "guide_version.text_ar",
    "guide_version.text_en",
    "guide_version.title_ar",
    "guide_version.title_en",
    "imported_entry.key",
    "invitation.email",
    "invitation.name_ar",
    "invitation.name_en",
    "job.problem",
    "job_item.payload",
    "job_item.problem",
    "judge.dropped_out_reason",
    "judge.title_ar",
    "judge.title_en",
    "mail.about",
    "mail.address",
    "mail.params",
    "mail_attempt.answer",
    "not_a_duplicate.reason",
    "not_applicable.reason_ar",
    "not_applicable.reason_en",
    "password_reset.address",
    "pending_opening.reason",
    "sign_in_session.address",
    "sign_in_session.browser",
    "recusal.reason",
    "reconciliation.determination",
    "reconciliation_part.reason",
    "reply_decision.reason",
    "reopening.reason",
    "reopening.refusal",
    "registration.address",
    "registration.email",
    "registration.name_ar",
    "registration.name_en",
    "registration.reason",
    "table_import.name",
    "table_import.preview",
    "table_import.sheet",
    "room_item.minutes",
    "room_motion.citation_ar",
    "room_motion.citation_en",
    "room_motion.reason",
    "room_motion.reason_en",
    "score.comment",
    "scorecard.confidential",
    "scorecard.improvements",
    "scorecard.strengths",
    "tally.reason",
    "ticket.subject",
    "ticket_message.text",
    "translation.text",
)
"""Columns in which others than the judge write freely; each gets a word of its own."""
TOKENS = {
    "agency_ar": "هيئة زقطلون البحرية",
    "agency_en": "Zqatlun Maritime Authority",
    "acronym": "ZQTLMA",
    "agency_code": "zqatluncode",
    "alias": "Qwoxbar Bureau",
    "domain": "zqatlun.example",
    "service_ar": "منصة خزعبور",
    "service_en": "Khazabur Platform",
    "service_alias": "Zqservicealias",
    "service_code": "zqservicecode",
    "service_address": "https://zqservice.example/start",
    "partner_ar": "مركز خصنبوط",
    "partner_en": "Khsanbut Centre",
    "person_ar": "ظافرة شمقطور",
    "person_en": "Zafira Shamqatur",
    "email": "zxvperson@mail.zqatlun.example",
    "file_name": "zqfilename.pdf",
    "picture_name": "zqpicture.jpg",
    "pdf_author": "Zqpdfauthor",
    "pdf_title": "Zqpdftitle",
    "pdf_outline": "Zqpdfoutline",
    "pdf_xmp": "Zqpdfxmp",
    "pdf_note": "Zqpdfnote",
    "pdf_attached": "Zqpdfattached",
    "picture_comment": "Zqjpegcomment",
    "answer_ar": "إدارة غضنفروش",
    "answer_en": "Ghadanfrush Department",
    "withheld_text": "Zqwithheldpage",
    "withheld_name": "zqwithheld.pdf",
    "picture_text": "Zqpngtext",
    "eligible": "Zqeligible",
    "stopped_title": "Zqstoppedtitle",
    **{f"read_{part}": f"Zqread{part}" for part in ("comment", "strengths", "improvements", "confidential")},
    "unread_title": "Zqunreadtitle",
    "unread_answer": "Zqunreadanswer",
    "unread_agency_ar": "ديوان قمطرير",
    "unread_agency_en": "Qamtarir Bureau",
    "unread_person": "Zqunread Entrant",
    "colleague_ar": "خيزعانة برقعيد",
    "colleague_en": "Zqcolleague Barqaid",
    "colleague_email": "zqcolleague@jury.example",
    **{column: f"Zq{re.sub('[._]', '', column)}q" for column in WRITTEN},
}
"""Nothing in a page, header or file that a judge gets may hold one of these."""
IN_THE_PDF = {"pdf_author", "pdf_title", "pdf_outline", "pdf_xmp", "pdf_note", "pdf_attached"}
NOT_ON_PAGES = IN_THE_PDF | {
    "calibration_post.text",
    "email",
    "colleague_email",
    "picture_comment",
    "picture_text",
    "failed_sign_in.email",
    "failed_sign_in.address",
    "job_item.payload",
    "email_change.new_email",
    "email_change.old_email",
    "imported_entry.key",
    "mail.about",
    "mail.params",
    "password_reset.address",
    "registration.address",
    "sign_in_session.address",
    "sign_in_session.browser",
    "translation.text",
}
"""What organisers' pages need not show: it is in files, or it is an address."""


@dataclass
class Planted:
    """Three entries of one agency with everything in them that could give it away (the third in its translation),
    assigned to judges, and one of another that this judge does not read."""

    judge: Person
    colleagues: list[Judge]
    organiser: Person
    cycle: Cycle
    category: Category
    round: Round
    codes: list[str]
    """Under which the judge reads the three."""
    anchor: str
    """The shared code of the first of them in calibration."""
    hidden: dict[str, str]
    """Tokens, and the ids under which the entries lie in the database."""
    parameters: dict[str, list[Any]] = field(default_factory=dict)
    """What stands in an address, by the parameter's name; any other gets values by its type."""
    by_type: dict[type, list[Any]] = field(default_factory=dict)


def plant(make: Any, settings: Any) -> Planted:
    organiser = make.person(Role.ORGANISER)
    entrant = make.person(
        Role.ENTRANT, name_ar=TOKENS["person_ar"], name_en=TOKENS["person_en"], email=TOKENS["email"]
    )
    agency = make.agency(
        entrant,
        code=TOKENS["agency_code"],
        name_ar=TOKENS["agency_ar"],
        name_en=TOKENS["agency_en"],
        acronym=TOKENS["acronym"],
    )
    partner = make.agency(name_ar=TOKENS["partner_ar"], name_en=TOKENS["partner_en"])
    with make.db.write() as session:
        session.add(AgencyAlias(agency_id=agency.id, text=TOKENS["alias"]))
        session.add(AgencyDomain(agency_id=agency.id, domain=TOKENS["domain"]))
        named = {name: TOKENS[f"service_{name}"] for name in ("code", "address")}
        names = {f"name_{lang}": TOKENS[f"service_{lang}"] for lang in ("ar", "en")}
        session.add(Service(agency_id=agency.id, **named, **names, aliases=[TOKENS["service_alias"]]))
    cycle = make.cycle()
    category = make.category(cycle)
    with make.db.write() as session:
        session.add(
            Question(
                category_id=category.id,
                key="site",
                position=9,
                kind=QuestionKind.LINK,
                label_ar="الموقع",
                label_en="Site",
                required=False,
                identifying=False,
            )
        )
        session.add(
            EligibilityQuestion(
                cycle_id=cycle.id,
                key="who",
                position=1,
                label_ar="من أنتم؟",
                label_en="Who are you?",
                options=[{"key": "us", "ar": TOKENS["eligible"], "en": TOKENS["eligible"]}],
                why_ar="لا",
                why_en="No",
            )
        )
    files = FileStore(settings.files_dir)
    uploads = [
        entries.check_file(TOKENS["file_name"], telling_pdf()),
        entries.check_file(TOKENS["picture_name"], telling_picture()),
        entries.check_file("chart.png", telling_drawing()),
        entries.check_file(TOKENS["withheld_name"], printed_pdf(TOKENS["withheld_text"])),
    ]
    languages = (EntryLanguage.BOTH, EntryLanguage.BOTH, EntryLanguage.ARABIC)
    made = [
        _submitted(make, cycle, category, agency, entrant, partner, files, uploads, language)
        for language in languages
    ]
    make.clock.forward(days=45)
    round_ = make.round(cycle, sheets_per_entry=3, min_sheets=1, opened=False)
    colleague = make.person(
        Role.JUDGE,
        name_ar=TOKENS["colleague_ar"],
        name_en=TOKENS["colleague_en"],
        email=TOKENS["colleague_email"],
    )
    own_words = {"title_ar": TOKENS["judge.title_ar"], "title_en": TOKENS["judge.title_en"]}
    judges = [
        make.judge(cycle, origin=Origin.INTERNATIONAL),
        make.judge(cycle, colleague, origin=Origin.REGIONAL, **own_words),
        make.judge(cycle, origin=Origin.LOCAL),
    ]
    with make.db.write() as session:
        blinding.prepare_blind_copies(session, cycle.id, by=organiser.id, at=make.now)
        digests = digests_of_cycle(session, cycle.id)
    read_files(make.db, files, digests, at=make.now)
    with make.db.write() as session:
        copies = list(session.exec(select(BlindCopy)))
        assert sum(copy.content["translation"] == "en" for copy in copies) == 1
        for copy in copies:
            content = BlindContent.from_json(copy.content)
            content = content.showing([file.attachment for file in content.files[:3]])
            blinding.approve_blind_copy(session, copy.id, content, version=1, by=organiser.id, at=make.now)
    with make.db.write() as session:
        plan = assignments.plan_assignments(session, round_.id, seed=1)
        assignments.make_assignments(session, round_.id, plan, seed=1, by=organiser.id, at=make.now)
    unread = _unread(make, category, organiser)
    make.assignment(round_, judges[1], unread, organiser, code="UN-READ")
    with make.db.read() as session:
        seats = {seat.id: seat.person_id for seat in session.exec(select(Judge))}
        every = list(session.exec(select(Assignment).order_by(Assignment.position)))
        attachments = list(session.exec(select(Attachment)))
        submissions = list(session.exec(select(Submission)))
        copies = list(session.exec(select(BlindCopy)))
        judge = session.get_one(Person, seats[judges[0].id])
    own = [a.code for a in every if a.judge_id == judges[0].id]
    others = [a.code for a in every if a.judge_id != judges[0].id]
    anchor, hidden_anchor = _calibrated(make, cycle, made[0], unread, judges, organiser)
    made.append(unread)
    numbers = [entry.number for entry in made]
    hidden = {
        **TOKENS,
        **{f"entry {n}": str(entry.id) for n, entry in enumerate(made)},
        **{f"agency {n}": str(each.id) for n, each in enumerate((agency, partner))},
        **{f"attachment {n}": str(each.id) for n, each in enumerate(attachments)},
        **{f"receipt {n}": each.receipt for n, each in enumerate(submissions)},
        **{f"file {n}": a.original_digest for n, a in enumerate(attachments)},
        **{f"clean file {n}": a.clean_digest for n, a in enumerate(attachments)},
        "entrant": str(entrant.id),
        **{f"colleague {n}": str(seat.person_id) for n, seat in enumerate(judges[1:])},
        "hidden anchor": hidden_anchor,
        **{f"colleague's code {n}": code for n, code in enumerate(others)},
    }
    return Planted(
        judge,
        judges[1:],
        organiser,
        cycle,
        category,
        round_,
        own,
        anchor,
        hidden,
        {
            "number": [cycle.number, 1, 2, 3, 4],
            "entry": numbers,
            "entry_number": numbers,
            "entry_id": [entry.id for entry in made],
            "attachment_id": [attachment.id for attachment in attachments[:4]],
            "file": [1, 2, 3, 4],
            "page_number": [1, 2],
            "round_": ["first-reading", "final"],
            "code": [*own, others[0], "UN-READ", anchor, hidden_anchor, category.code, agency.code],
            "lang": ["ar", "en"],
            "kind": ["agencies", "people", "services", "entries"],
            "extension": ["csv", "xlsx"],
        },
        {
            int: [1, 2],
            str: [own[0], category.code],
            object: [made[0].id, every[0].id, copies[0].id, agency.id],
        },
    )


def _unread(make: Any, category: Category, organiser: Person) -> Entry:
    """An entry of somebody else that only a colleague reads."""
    entrant = make.person(Role.ENTRANT, name_en=TOKENS["unread_person"])
    agency = make.agency(
        entrant, name_ar=TOKENS["unread_agency_ar"], name_en=TOKENS["unread_agency_en"], code="unread"
    )
    answer = {"solution": TOKENS["unread_answer"]}
    entry = make.entry(category, agency, entrant, title=TOKENS["unread_title"], answers=answer)
    make.blind_copy(entry, approved_by=organiser)
    return entry


def _calibrated(
    make: Any, cycle: Cycle, known: Entry, unread: Entry, judges: list[Judge], organiser: Person
) -> tuple[str, str]:
    """The shared codes of two anchors. From the second the judge is recused, and a colleague has scored it."""
    remark = TOKENS["calibration_sheet.marks"]
    by, at = organiser.id, make.now
    make.certificate(cycle)
    with make.db.write() as session:
        opened = open_calibration(
            session, cycle.id, {known.number, unread.number}, at + timedelta(days=1), by=by, at=at
        )
        codes = {
            each.entry_id: each.code
            for each in session.exec(
                select(CalibrationEntry).where(CalibrationEntry.calibration_id == opened.id)
            )
        }
        own = judges[0]
        excuse_judge(session, own.id, unread.id, ConflictKind.OWN_AGENCY, by=by, at=at)
        for code, comment in ((codes[known.id], ""), (codes[unread.id], remark)):
            for seat in judges[1:]:
                sheet = SheetInput({key: Mark("7", comment=comment) for key, _ in CRITERIA})
                hand_in(session, code, sheet, by=seat.person_id, at=at)
    return codes[known.id], codes[unread.id]


def _submitted(make, cycle, category, agency, entrant, partner, files, uploads, language):
    named = {
        lang: [TOKENS[f"{name}_{lang}"] for name in ("agency", "partner", "person", "service")]
        for lang in ("ar", "en")
    }
    arabic, english = (
        "، ".join(named["ar"]),
        ", ".join([*named["en"], TOKENS["acronym"], TOKENS["alias"], TOKENS["service_alias"]]),
    )
    reach = f"{TOKENS['email']} https://www.{TOKENS['domain']}/service"
    everywhere = AnswerChange(text_ar=f"نفّذته {arabic} {reach}", text_en=f"Done by {english} {reach}")
    with make.db.write() as session:
        entry = entries.start_entry(
            session,
            cycle_id=cycle.id,
            category_id=category.id,
            agency_id=agency.id,
            language=language,
            eligibility={"who": "us"},
            by=entrant.id,
            at=make.now,
        )
        changes = EntryChanges(
            title_ar=f"بوابة {TOKENS['agency_ar']}",
            title_en=f"Portal of the {TOKENS['agency_en']}",
            summary_ar=f"خدمة ل{arabic}",
            summary_en=f"A service of {english}",
            partner_ids=frozenset({partner.id}),
            answers={
                "operator": AnswerChange(text_ar=TOKENS["answer_ar"], text_en=TOKENS["answer_en"]),
                "launched_on": AnswerChange(value="2024-01-15"),
                "site": AnswerChange(value=f"https://www.{TOKENS['domain']}/service"),
                "challenge": everywhere,
                "solution": everywhere,
            },
        )
        if language is EntryLanguage.ARABIC:  # a translation of another wording, which nobody reads any more
            former = {"summary": TOKENS["translation.text"]}
            entries.save_entry(session, entry.id, EntryChanges(summary_ar="قبل"), by=entrant.id, at=make.now)
            translate_own_entry(session, entry.id, former, by=entrant.id, at=make.now)
        entries.save_entry(session, entry.id, changes, by=entrant.id, at=make.now)
        if language is EntryLanguage.ARABIC:
            _translate(session, entry.id, english, reach, by=entrant.id, at=make.now)
        for upload in uploads:
            entries.attach_file(session, files, entry.id, upload, by=entrant.id, at=make.now)
        entries.submit_entry(session, entry.id, terms_accepted=True, by=entrant.id, at=make.now)
        said = {"state": PartnerState.DECLINED, "reason": TOKENS["entry_partner.reason"]}
        session.connection().execute(sa.update(EntryPartner).values(**said))
    return entry


def _translate(session, entry_id, english, reach, *, by, at) -> None:
    texts = {"title": f"Portal of the {TOKENS['agency_en']}", "summary": f"A service of {english}"}
    texts |= {f"answer.{key}": f"Done by {english} {reach}" for key in ("challenge", "solution")}
    translate_own_entry(session, entry_id, texts, by=by, at=at)


def telling_pdf() -> bytes:
    """A PDF that names its author in every hidden place, and shows nothing."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    with pdf.open_metadata() as metadata:
        metadata["dc:description"] = TOKENS["pdf_xmp"]
    pdf.docinfo["/Author"] = TOKENS["pdf_author"]
    pdf.docinfo["/Title"] = TOKENS["pdf_title"]
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(TOKENS["pdf_outline"], 0))
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[1, 1, 9, 9], Contents=TOKENS["pdf_note"]
    )
    page.Annots = pdf.make_indirect([note])
    pdf.attachments["inside.txt"] = pikepdf.AttachedFileSpec(pdf, TOKENS["pdf_attached"].encode())
    stored = io.BytesIO()
    pdf.save(stored)
    return stored.getvalue()


def telling_picture() -> bytes:
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = TOKENS["picture_comment"]
    Image.new("RGB", (32, 32), "white").save(
        picture, "JPEG", comment=TOKENS["picture_comment"].encode(), exif=exif
    )
    return picture.getvalue()


def telling_drawing() -> bytes:
    picture, words = io.BytesIO(), PngInfo()
    words.add_text("Author", TOKENS["picture_text"])
    Image.new("RGB", (32, 32), "white").save(picture, "PNG", pnginfo=words)
    return picture.getvalue()


def printed_pdf(text: str) -> bytes:
    """A page on which `text` is read; its file holds numbers of glyphs, no letters."""
    layout = lay_out(f"<p>{text}</p>", css='body { font-family: "Amiri" }')
    return write_pdf(layout, metadata=Metadata(title="", lang="en"), variant=None)


def addresses(app: Litestar, planted: Planted, method: str = "GET") -> Iterator[tuple[str, str]]:
    """(route's name, address) that may be asked for, with everything planted in the place of its parameters.

    Below a cycle that is not there (all but the first), there is nothing, and the first of what else is planted is enough.
    """
    there = planted.parameters["number"][0]
    for route in app.routes:
        if (
            isinstance(route, HTTPRoute)
            and method in route.route_handler_map
            and not route.path.startswith("/static")
        ):
            handler, _ = route.route_handler_map[method]
            name = str(handler.name)
            parts = [
                part if isinstance(part, str) else _values(part.name, part.type, planted)
                for part in route.path_components
            ]
            choices = [[part] if isinstance(part, str) else part for part in parts]
            first = [choice[0] for choice in choices]
            for chosen in itertools.product(*choices):
                elsewhere = chosen[:1] == ("cycles",) and chosen[1:2] not in [(), (there,)]
                if elsewhere and chosen[2:] != tuple(first[2:]):
                    continue
                yield name, "/" + "/".join(map(str, chosen))


def _values(name: str, kind: type, planted: Planted) -> list[Any]:
    return planted.parameters.get(name) or planted.by_type.get(kind) or planted.by_type[object]


def found_in(answer: Any, tokens: dict[str, str], *, asked: str = "") -> set[str]:
    """The names of the tokens in an answer's headers or body, however they are written or packed.

    What stands in the address that was asked for is known to whoever asked.
    """
    tokens = {name: token for name, token in tokens.items() if token not in asked}
    texts = ["\n".join(f"{k}: {v}" for k, v in answer.headers.items()), *texts_of(answer.content)]
    readable = "\n".join(reading for text in texts for reading in _readings(text))
    return {name for name, token in tokens.items() if token in readable}


def _readings(text: str) -> Iterable[str]:
    yield text
    if "\\u" in text or "&" in text:
        yield html.unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text))
    if "%" in text:
        yield html.unescape(unquote(text))


def texts_of(data: bytes) -> Iterator[str]:
    """The content as text; of a PDF also its objects and streams, of an archive its files."""
    try:
        yield data.decode("utf-8")
    except UnicodeDecodeError:
        yield data.decode("utf-8", "ignore")
        yield data.decode("latin-1")
    if data.startswith(b"%PDF-"):
        yield _printed(data)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for thing in pdf.objects:
                yield from _strings(thing)
                if isinstance(thing, pikepdf.Stream):
                    yield from _stream(thing)
    elif data.startswith((b"\x89PNG", b"RIFF")):
        with Image.open(io.BytesIO(data)) as picture:
            yield str(picture.info)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name
                yield from texts_of(archive.read(name))


def _printed(data: bytes) -> str:
    """What a reader of the pages reads."""
    command = ["pdftotext", "-", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def _stream(thing: pikepdf.Stream) -> Iterator[str]:
    try:
        yield from texts_of(thing.read_bytes())
    except pikepdf.PdfError:  # a picture's own packing
        yield thing.read_raw_bytes().decode("latin-1")


def _strings(thing: pikepdf.Object) -> Iterator[str]:
    if isinstance(thing, pikepdf.String):
        yield str(thing)
        return
    inside = thing if isinstance(thing, pikepdf.Array) else ()
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        inside = [value for _, value in thing.items()]
    for item in inside:
        if isinstance(item, pikepdf.Object) and not item.is_indirect:
            yield from _strings(item)
