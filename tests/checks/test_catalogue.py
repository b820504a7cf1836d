"""Every sentence of the product has its Arabic, with the same placeholders and all six plural forms."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "msg": None, "nmsg": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def extracted() -> set[str | tuple[str, ...]]:
    found: set[str | tuple[str, ...]] = set()
    for folder in ("awards", "judging", "reports", "templates"):
        messages = extract_from_dir(
            ROOT / folder,
            method_map=[("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")],
            options_map={
                p: {"trimmed": "true", "extensions": "jinja2.ext.do"} for p in ("**.html", "**.txt")
            },
            keywords=KEYWORDS,
        )
        found.update(message for _, _, message, _, _ in messages)
    return found


def catalogue() -> Catalog:
    with (ROOT / "awards/locale/ar/LC_MESSAGES/messages.po").open("rb") as handle:
        return read_po(handle, locale="ar")


def test_every_message_is_translated() -> None:
    arabic = catalogue()
    missing = []
    for text in extracted():
        message = arabic.get(text if isinstance(text, str) else text[0])
        if message is None or not (
            all(message.string) if isinstance(message.string, tuple) else message.string
        ):
            missing.append(text)
    assert missing == []


def test_a_translation_has_the_placeholders_of_its_message() -> None:
    wrong = []
    for message in catalogue():
        if not message.id:
            continue
        plural = isinstance(message.id, tuple)
        ids = message.id if plural else (message.id,)
        wanted = {name for text in ids for name in PLACEHOLDER.findall(text)}
        for text in message.string if plural else (message.string,):
            used = set(PLACEHOLDER.findall(text))
            if not used <= wanted or (not plural and used != wanted):
                wrong.append(message.id)
    assert wrong == []


@pytest.mark.parametrize(
    ("n", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4), (100, 5), (102, 5), (103, 3)]
)
def test_the_six_arabic_plural_forms_are_picked_by_the_number(n: int, form: int) -> None:
    words = ["لا أيام", "يوم", "يومان", "أيام", "يومًا", "يوم من"]
    arabic = Catalog(locale="ar")
    arabic.mime_headers = catalogue().mime_headers
    arabic.add(("day", "days"), tuple(words))
    file = io.BytesIO()
    write_mo(file, arabic)
    file.seek(0)
    assert Translations(file).ungettext("day", "days", n) == words[form]
