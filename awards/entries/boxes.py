"""The boxes of the pages on which an entry is written: what stands in them, and what was put into them."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from litestar.datastructures import FormMultiDict, UploadFile

from awards.cycles.models import QuestionKind
from awards.entries.changes import AnswerChange, EntryChanges, ids_in
from awards.entries.completeness import cell_of, field_of
from awards.entries.indicators import cells_of
from awards.entries.models import EntryLanguage
from awards.entries.sheet import Asked, EntrySheet
from awards.kit.i18n import LANGUAGES

_WAS = "was-"
_PARTS = {"text_ar-": "text_ar", "text_en-": "text_en", "value-": "value"}


def seen(form: FormMultiDict) -> dict[str, list[str]]:
    """What the writer knows to have stood in each box: `was-<box>`, the text with which the page was opened first."""
    return {name.removeprefix(_WAS): _texts(form, name) for name in form if name.startswith(_WAS)}


def known(boxes: Mapping[str, Any]) -> dict[str, list[str]]:
    """What a page sends as `was-<box>` if it is opened with these boxes."""
    return {name: [",".join(text) if isinstance(text, list) else text] for name, text in boxes.items()}


def answer_changes(form: FormMultiDict) -> EntryChanges:
    """What the answers' page sends: `text_ar-<key>`, `text_en-<key>`, `value-<key>` (for choices once per key), and
    for tables `cell-<key>.<row>.<column>`.
    """
    found: dict[str, dict[str, Any]] = {}
    for name in form:
        if name.startswith("cell-"):
            key, _, cell = name.removeprefix("cell-").partition(".")
            found.setdefault(key, {}).setdefault("cells", {})[cell] = _text(form, name) or ""
        for prefix, part in _PARTS.items():
            if name.startswith(prefix):
                found.setdefault(name.removeprefix(prefix), {})[part] = ",".join(
                    filter(None, _texts(form, name))
                )
    return EntryChanges(answers={key: AnswerChange(**parts) for key, parts in found.items()})


def summary_changes(form: FormMultiDict) -> EntryChanges:
    """What the page of title and summary sends; an unknown language or partner is left out."""
    language = str(form.get("language", ""))
    partners = _texts(form, "partner")
    return EntryChanges(
        language=EntryLanguage(language) if language in set(EntryLanguage) else None,
        title_ar=_text(form, "title_ar"),
        title_en=_text(form, "title_en"),
        summary_ar=_text(form, "summary_ar"),
        summary_en=_text(form, "summary_en"),
        partner_ids=ids_in(",".join(partners)) if partners else None,
    )


def answer_boxes(sheet: EntrySheet) -> dict[str, Any]:
    """What stands in the boxes of the answers' page; the keys of a choice of many as a list."""
    boxes: dict[str, Any] = {}
    for asked in sheet.asked:
        if asked.is_text:
            boxes.update({field_of(asked, lang): asked.text(lang) for lang in LANGUAGES})
        elif asked.kind is QuestionKind.TABLE:
            cells = cells_of(asked.value)
            boxes |= {
                cell_of(asked, row, column): cells.get((row["key"], column["key"]), "")
                for row, column in asked.cells
            }
        elif asked.kind is not QuestionKind.FILE:
            boxes[field_of(asked)] = _shown(asked)
    return boxes


def summary_boxes(sheet: EntrySheet) -> dict[str, Any]:
    """What is saved of title and summary, by the name of its box."""
    head = sheet.head
    return {
        "language": head.language.value,
        "title_ar": head.title_ar,
        "title_en": head.title_en,
        "summary_ar": head.summary_ar,
        "summary_en": head.summary_en,
        "partner": [str(partner.id) for partner in sheet.partners],
    }


def typed_boxes(form: FormMultiDict, boxes: Mapping[str, Any]) -> dict[str, Any]:
    """`boxes` with what was typed instead, so that a page shown again has lost nothing."""
    typed = dict(boxes)
    for name, before in boxes.items():
        texts = _texts(form, name)
        if texts:
            typed[name] = list(filter(None, texts)) if isinstance(before, list) else texts[-1]
    return typed


def _shown(asked: Asked) -> str | list[str]:
    if asked.kind is QuestionKind.CHOICES:
        return list(filter(None, asked.value.split(",")))
    return asked.value


def _texts(form: FormMultiDict, name: str) -> list[str]:
    return [value for value in form.getall(name, []) if not isinstance(value, UploadFile)]


def _text(form: FormMultiDict, name: str) -> str | None:
    texts = _texts(form, name)
    return texts[-1] if texts else None


def grouped(every: Iterable[Asked]) -> list[tuple[str, list[Asked]]]:
    """The questions in their order, parted where their readers change: `organisers` or `judges`; none empty.

    The order is the organiser's, here as on the check page and the receipt: so what depends on an answer stands below it.
    """
    readers = groupby(every, key=lambda asked: "organisers" if asked.identifying else "judges")
    return [(who, list(questions)) for who, questions in readers]
