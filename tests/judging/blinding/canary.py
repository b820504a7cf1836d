"""Planting what must never reach a judge, asking every address there is, and finding it again.

A new route is asked by itself. If it takes a new kind of path parameter, add its values to `Planted.parameters`.
"""

import html
import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pikepdf
from litestar import Litestar
from litestar.routes import HTTPRoute
from PIL import Image
from sqlmodel import select

from awards.directory.models import AgencyAlias, AgencyDomain
from awards.entries import operations as entries
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.models import Attachment, EntryLanguage, Submission
from awards.kit.files import FileStore
from awards.people.models import Person, Role
from judging.assignments import operations as assignments
from judging.assignments.models import Assignment
from judging.blinding import operations as blinding
from judging.blinding.content import BlindContent
from judging.blinding.models import BlindCopy
from judging.panels.models import Judge, Origin

TOKENS = {
    "agency_ar": "هيئة زقطلون البحرية",
    "agency_en": "Zqatlun Maritime Authority",
    "acronym": "ZQTLMA",
    "alias": "Qwoxbar Bureau",
    "domain": "zqatlun.example",
    "partner_ar": "مركز خصنبوط",
    "partner_en": "Khsanbut Centre",
    "person_ar": "ظافرة شمقطور",
    "person_en": "Zafira Shamqatur",
    "email": "zxvperson@mail.zqatlun.example",
    "file_name": "zqfilename.pdf",
    "picture_name": "zqpicture.jpg",
    "pdf_author": "Zqpdfauthor",
    "pdf_xmp": "Zqpdfxmp",
    "pdf_note": "Zqpdfnote",
    "pdf_attached": "Zqpdfattached",
    "picture_comment": "Zqjpegcomment",
    "answer_ar": "إدارة غضنفروش",
    "answer_en": "Ghadanfrush Department",
}
"""Nothing in a page, header or file that a judge gets may hold one of these."""
NOT_ON_PAGES = {"email", "pdf_author", "pdf_xmp", "pdf_note", "pdf_attached", "picture_comment"}
"""What organisers' pages need not show: it is in files, or it is an address."""


@dataclass
class Planted:
    """Two entries of one agency with everything in them that could give it away, assigned to judges."""

    judge: Person
    organiser: Person
    codes: list[str]
    """Under which the judge reads them."""
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
        entrant, name_ar=TOKENS["agency_ar"], name_en=TOKENS["agency_en"], acronym=TOKENS["acronym"]
    )
    partner = make.agency(name_ar=TOKENS["partner_ar"], name_en=TOKENS["partner_en"])
    with make.db.write() as session:
        session.add(AgencyAlias(agency_id=agency.id, text=TOKENS["alias"]))
        session.add(AgencyDomain(agency_id=agency.id, domain=TOKENS["domain"]))
    cycle = make.cycle()
    category = make.category(cycle)
    files = FileStore(settings.files_dir)
    uploads = [
        entries.check_file(TOKENS["file_name"], telling_pdf()),
        entries.check_file(TOKENS["picture_name"], telling_picture()),
    ]
    made = [_submitted(make, cycle, category, agency, entrant, partner, files, uploads) for _ in range(2)]
    make.clock.forward(days=45)
    round_ = make.round(cycle, sheets_per_entry=3)
    judges = [make.judge(cycle, origin=origin) for origin in Origin]
    with make.db.write() as session:
        blinding.prepare_blind_copies(session, cycle.id, by=organiser.id, at=make.now)
        for copy in list(session.exec(select(BlindCopy))):
            content = BlindContent.from_json(copy.content)
            blinding.approve_blind_copy(session, copy.id, content, version=1, by=organiser.id, at=make.now)
    with make.db.write() as session:
        plan = assignments.plan_assignments(session, round_.id, seed=1)
        assignments.make_assignments(session, round_.id, plan, seed=1, by=organiser.id, at=make.now)
    with make.db.read() as session:
        seats = {seat.id: seat.person_id for seat in session.exec(select(Judge))}
        every = list(session.exec(select(Assignment)))
        attachments = list(session.exec(select(Attachment)))
        submissions = list(session.exec(select(Submission)))
        copies = list(session.exec(select(BlindCopy)))
        judge = session.get_one(Person, seats[judges[0].id])
    own = [a.code for a in every if a.judge_id == judges[0].id]
    numbers = [entry.number for entry in made]
    hidden = {
        **TOKENS,
        **{f"entry {n}": str(entry.id) for n, entry in enumerate(made)},
        **{f"agency {n}": str(each.id) for n, each in enumerate((agency, partner))},
        **{f"attachment {n}": str(each.id) for n, each in enumerate(attachments)},
        **{f"receipt {n}": each.receipt for n, each in enumerate(submissions)},
        **{
            f"file {n}": digest
            for n, a in enumerate(attachments)
            for digest in (a.original_digest, a.clean_digest)
        },
        "entrant": str(entrant.id),
    }
    return Planted(
        judge,
        organiser,
        own,
        hidden,
        {
            "number": [cycle.number, 1, 2],
            "entry": numbers,
            "entry_number": numbers,
            "entry_id": [entry.id for entry in made],
            "attachment_id": [attachment.id for attachment in attachments[:2]],
            "code": [*own, next(a.code for a in every if a.judge_id != judges[0].id), category.code],
            "lang": ["ar", "en"],
        },
        {
            int: [1, 2],
            str: [own[0], category.code],
            object: [made[0].id, every[0].id, copies[0].id, agency.id],
        },
    )


def _submitted(make, cycle, category, agency, entrant, partner, files, uploads):
    named = {
        lang: [TOKENS[f"agency_{lang}"], TOKENS[f"partner_{lang}"], TOKENS[f"person_{lang}"]]
        for lang in ("ar", "en")
    }
    arabic, english = "، ".join(named["ar"]), ", ".join([*named["en"], TOKENS["acronym"], TOKENS["alias"]])
    reach = f"{TOKENS['email']} https://www.{TOKENS['domain']}/service"
    everywhere = AnswerChange(text_ar=f"نفّذته {arabic} {reach}", text_en=f"Done by {english} {reach}")
    with make.db.write() as session:
        entry = entries.start_entry(
            session,
            cycle_id=cycle.id,
            category_id=category.id,
            agency_id=agency.id,
            language=EntryLanguage.BOTH,
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
                "challenge": everywhere,
                "solution": everywhere,
            },
        )
        entries.save_entry(session, entry.id, changes, by=entrant.id, at=make.now)
        for upload in uploads:
            entries.attach_file(session, files, entry.id, upload, by=entrant.id, at=make.now)
        entries.submit_entry(session, entry.id, terms_accepted=True, by=entrant.id, at=make.now)
    return entry


def telling_pdf() -> bytes:
    """A PDF that names its author in every hidden place, and shows nothing."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    with pdf.open_metadata() as metadata:
        metadata["dc:description"] = TOKENS["pdf_xmp"]
    pdf.docinfo["/Author"] = TOKENS["pdf_author"]
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


def addresses(app: Litestar, planted: Planted) -> Iterator[str]:
    """Every address that a GET may ask for, with everything planted in the place of its parameters."""
    for route in app.routes:
        if (
            isinstance(route, HTTPRoute)
            and "GET" in route.route_handler_map
            and not route.path.startswith("/static")
        ):
            parts = [
                part if isinstance(part, str) else _values(part.name, part.type, planted)
                for part in route.path_components
            ]
            for chosen in itertools.product(*([part] if isinstance(part, str) else part for part in parts)):
                yield "/" + "/".join(map(str, chosen))


def _values(name: str, kind: type, planted: Planted) -> list[Any]:
    return planted.parameters.get(name) or planted.by_type.get(kind) or planted.by_type[object]


def found_in(answer: Any, tokens: dict[str, str]) -> set[str]:
    """The names of the tokens in an answer's headers or body, however they are written or packed."""
    texts = ["\n".join(f"{k}: {v}" for k, v in answer.headers.items()), *texts_of(answer.content)]
    readable = [reading for text in texts for reading in _readings(text)]
    return {name for name, token in tokens.items() if any(token in text for text in readable)}


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
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for thing in pdf.objects:
                yield from _strings(thing)
                if isinstance(thing, pikepdf.Stream):
                    yield from _stream(thing)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name
                yield from texts_of(archive.read(name))


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
