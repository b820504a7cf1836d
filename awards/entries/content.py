"""What a submission freezes: everything that the entrant said, with the questions as they were asked."""

import hashlib
import uuid
from typing import Any

from awards.cycles.models import QuestionKind
from awards.entries.answers import in_words
from awards.entries.indicators import asked_only, table_in_words, table_of
from awards.entries.sheet import Asked, AttachedFile, EntrySheet
from awards.kit.canonical import canonical_json
from awards.kit.codes import derived_code
from awards.kit.i18n import LANGUAGES

FORMAT = 1


def content_of(sheet: EntrySheet) -> dict[str, Any]:
    """The entry as plain JSON.

    `{"format", "cycle", "number", "category": {"code", "name_ar", "name_en"}, "language", "title_ar", "title_en",
    "summary_ar", "summary_en", "entrant": {"kind", "code", "name_ar", "name_en"}, "partners": [{"code", "name_ar",
    "name_en"}], "services": [{"code", "name_ar", "name_en"}] (the main one first; left out where none is named),
    "answers": [{"question", "kind", "label_ar", "label_en", "word_limit", "identifying", "text_ar",
    "text_en", "value", "value_ar", "value_en"}], "attachments": [{"id", "position", "name", "media_type", "size",
    "original_digest", "clean_digest", "clean_size"}]}`. Questions have no version number: their wording itself is
    kept; one that does not apply to this entry is left out. The answer to a table has a `table` beside its value (`indicators.table_of`), that to a file
    is the attachment's id, in words its name. Where the cycle asked about eligibility, `eligibility` holds what
    `Entry.eligibility` does; what was moved to its category has `moved_from` (`{"receipt", "content_hash", "category"}`).
    A text in a language in which the entry is not made is left empty.
    """
    head = sheet.head
    return {
        "format": FORMAT,
        "cycle": head.cycle_number,
        "number": head.number,
        "category": {"code": head.category_code, "name_ar": head.category_ar, "name_en": head.category_en},
        "language": head.language.value,
        **{
            f"{name}_{lang}": getattr(head, f"{name}_{lang}") if lang in head.languages else ""
            for name in ("title", "summary")
            for lang in LANGUAGES
        },
        "entrant": {
            "kind": head.entrant.value,
            "code": head.agency_code or "",
            "name_ar": head.entrant_ar,
            "name_en": head.entrant_en,
        },
        "partners": [{"code": p.code, "name_ar": p.name_ar, "name_en": p.name_en} for p in sheet.partners],
        **({"eligibility": head.eligibility} if head.eligibility else {}),
        **({"services": _services(sheet)} if sheet.services else {}),
        "answers": [_answer(asked, sheet) for asked in sheet.applying],
        "attachments": [_attachment(file) for file in sheet.applying_files],
    }


def answers_kept(sheet: EntrySheet) -> list[dict[str, Any]]:
    """What the draft still answers to questions that are asked no more, as `content_of` words answers."""
    return [_answer(asked, sheet) for asked in sheet.retired]


def _services(sheet: EntrySheet) -> list[dict[str, str]]:
    return [{"code": s.code, "name_ar": s.name_ar, "name_en": s.name_en} for s in sheet.services]


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256, in hex, of the canonical JSON of a submission's content."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def receipt_number(cycle: int, entry: int, sequence: int) -> str:
    """`3-0042-1`: the first submission of entry 42 of the third cycle."""
    return f"{cycle}-{entry:04d}-{sequence}"


def check_path(submission_id: uuid.UUID, receipt: str, digest: str) -> str:
    """The public page that vouches for a receipt.

    Its code follows from what only the receipt's holder and the database know, so it outlives every secret key.
    """
    return f"/receipts/{receipt}/{derived_code('receipt', str(submission_id), digest)}"


def _answer(asked: Asked, sheet: EntrySheet) -> dict[str, Any]:
    spoken = sheet.head.languages
    given: dict[str, Any] = {
        "value": asked.value,
        "value_ar": in_words(asked.kind, asked.value, asked.options, asked.unit_ar, "ar"),
        "value_en": in_words(asked.kind, asked.value, asked.options, asked.unit_en, "en"),
    }
    if asked.kind is QuestionKind.TABLE:
        table = table_of(asked.value, asked.table_rows, asked.table_columns)
        given = {
            "value": asked_only(asked.value, asked.table_rows, asked.table_columns),
            "value_ar": table_in_words(table, "ar"),
            "value_en": table_in_words(table, "en"),
            "table": table,
        }
    if asked.kind is QuestionKind.FILE:
        file = sheet.file_of(asked)
        name = file.name if file else ""
        given = {"value": str(file.id) if file else "", "value_ar": name, "value_en": name}
    return {
        "question": asked.key,
        "kind": asked.kind.value,
        "label_ar": asked.label_ar,
        "label_en": asked.label_en,
        "word_limit": asked.word_limit,
        "identifying": asked.identifying,
        "text_ar": asked.text_ar if "ar" in spoken else "",
        "text_en": asked.text_en if "en" in spoken else "",
        **given,
    }


def _attachment(file: AttachedFile) -> dict[str, Any]:
    return {
        "id": str(file.id),
        "position": file.position,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "original_digest": file.original_digest,
        "clean_digest": file.clean_digest,
        "clean_size": file.clean_size,
    }
