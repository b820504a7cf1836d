"""Looks for whose an entry is in what a judge was given. Pure."""

import hashlib
import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from awards.kit.text import fold
from judging.assignments.order import CODE
from judging.blinding.identities import ORDINARY, Directory, Whose
from judging.blinding.matching import Likeness
from judging.blinding.proposal import Submitted, found_in
from judging.blinding.scanner import Kind, find_identities

_AROUND = 40
_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
_ENTRY = re.compile(r"<section[^>]*\bid=\"entry\".*?</section>|<h1\b.*?</h1>", re.DOTALL)
"""What is said of the entry itself: its text and its title."""
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
_SAID = re.compile(r"\b(?:alt|title|aria-label|value|placeholder|content|data-[\w-]+)=\"([^\"]*)\"")
_BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|dt|dd|dl|h\d|tr|td|th|section|article|option|label|br)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_HARMLESS = frozenset(
    {
        *("jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "gamma", "srgb", "aspect"),
        *("loop", "background", "timestamp", "duration", "progressive", "progression", "transparency"),
    }
)
"""What a picture says of itself that tells nobody anything."""
_TELLING = 2
"""Words of a name that is looked for on pages that are about no entry."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose an entry is, in every form in which it must not be read."""

    submitted: Submitted
    secrets: tuple[str, ...]
    """Ids and names of files, which stand nowhere by chance."""


def identity_of(submitted: Submitted) -> Identity:
    """From the submission that counts."""
    files = submitted.content["attachments"]
    secrets = [str(submitted.entry_id), str(submitted.submission_id)]
    secrets += [str(submitted.agency_id)] if submitted.agency_id else []
    secrets += [str(file[key]) for file in files for key in ("id", "name")]
    return Identity(submitted, tuple(secrets))


def found_in_page(page: str, head: str, identity: Identity, directory: Directory) -> Iterator[dict[str, Any]]:
    """What a page about the entry gives away, in its text, its attributes and its headers."""
    main = _MAIN.search(page)
    whole = main.group() if main else page
    said = (match.group() for match in _ENTRY.finditer(whole))
    about = "\n".join(part if part.startswith("<section") else _without_codes(part) for part in said)
    yield from _names(text_of(about), identity.submitted, directory)
    for finding in _names(_without_codes(text_of(_ENTRY.sub("\n", whole))), identity.submitted, directory):
        # Words that anybody uses, and addresses of the award itself, stand around the entry too.
        if _tells(finding["name"]) and finding["how"] != Likeness.SHAPE:
            yield finding
    yield from _secrets(f"{page}\n{head}", identity)


def found_in_text(text: str, head: str, identity: Identity, directory: Directory) -> Iterator[dict[str, Any]]:
    """What the text of a file, what is hidden in one, or the headers of the answer give away."""
    yield from _names(text, identity.submitted, directory)
    # Ids of requests and of contents stand in headers: drawn digits, which now and then look like a number to call.
    yield from (one for one in _names(head, identity.submitted, directory) if one["how"] != Likeness.SHAPE)
    yield from _secrets(f"{text}\n{head}", identity)


def found_around(
    text: str, raw: str, identities: Sequence[Identity], directory: Directory
) -> Iterator[tuple[Identity, dict[str, Any]]]:
    """What a page or a letter that is about no entry says of any of these: full names, ids, names of files."""
    text = _without_codes(text)
    for identity in identities:
        submitted = identity.submitted
        agencies = {submitted.agency_id, *submitted.partners} - {None}
        names = [n for n in directory.names_of(a for a in agencies if a) if n.kind is Kind.AGENCY]
        telling = [n for n in (*names, *submitted.persons) if _tells(n.text)]
        for finding in find_identities(text, telling):
            if finding.how is not Likeness.SHAPE:
                yield (
                    identity,
                    _finding(text, finding.start, finding.end, finding.name, finding.kind, finding.how),
                )
        for found in _secrets(raw, identity):
            yield identity, found


def _without_codes(text: str) -> str:
    """The letters of a code are drawn by lot, and now and then are somebody's acronym."""
    return CODE.sub(lambda code: "·" * len(code.group()), text)


def _tells(name: str) -> bool:
    """Whether a name that stands around an entry is no other word: one of several words, or an acronym."""
    return len(name.split()) >= _TELLING or (name.isupper() and fold(name) not in ORDINARY)


def text_of(page: str) -> str:
    """What is read on a page, and what its attributes say."""
    page = _UNSEEN.sub(" ", page)
    said = "\n".join(_SAID.findall(page))
    return html.unescape(_TAG.sub("", _BLOCK.sub("\n", page)) + "\n" + said)


def printed_in(pdf: bytes) -> str:
    """What is printed in a PDF of the product's own making, page by page."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as opened:
        return "\n".join(page.get_textpage().get_text_bounded() for page in opened)


def hidden_in(data: bytes) -> str:
    """What a file says beside what is seen: properties of a PDF, comments of a picture. Empty where there is nothing."""
    if data.startswith(b"%PDF-"):
        return _hidden_in_pdf(data)
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        told = {key: value for key, value in picture.info.items() if key not in _HARMLESS}
        return "\n".join(f"{key}: {value!r}" for key, value in told.items())


def _hidden_in_pdf(data: bytes) -> str:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        said = [f"{key}: {value}" for key, value in pdf.docinfo.items()]
        if "/Metadata" in pdf.Root:
            said.append(pdf.Root.Metadata.read_bytes().decode("utf-8", "replace"))
        said += list(pdf.attachments)
    return "\n".join(said)


def _names(text: str, submitted: Submitted, directory: Directory) -> Iterator[dict[str, Any]]:
    for p in found_in(text, submitted, directory):
        if p.whose is not Whose.OTHER:
            yield _finding(text, p.start, p.end, p.name, p.kind, p.how)


def _secrets(raw: str, identity: Identity) -> Iterator[dict[str, Any]]:
    for secret in identity.secrets:
        at = raw.find(secret)
        if at >= 0:
            yield _finding(raw, at, at + len(secret), secret, Kind.AGENCY, Likeness.EXACT)


def _finding(text: str, start: int, end: int, name: str, kind: Kind, how: Likeness) -> dict[str, Any]:
    return {
        "before": text[max(0, start - _AROUND) : start].rpartition("\n")[2],
        "found": text[start:end],
        "after": text[end : end + _AROUND].partition("\n")[0],
        "name": name,
        "kind": kind.value,
        "how": how.value,
    }


def mark_of(number: int, finding: dict[str, Any]) -> str:
    """Names a finding, whoever reads it and whenever: by the entry and the words around it."""
    words = "\0".join(fold(finding[key]) for key in ("before", "found", "after"))
    return hashlib.sha256(f"{number}\0{words}".encode()).hexdigest()
