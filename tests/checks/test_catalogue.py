"""Every sentence of the product has its Arabic, with the same placeholders and all six plural forms."""

import io
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "awards/locale/ar/LC_MESSAGES/messages.po"
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
    with PO.open("rb") as handle:
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


def test_no_message_stands_twice_in_the_catalogue() -> None:
    """Of two translations one would be read, and the other one corrected."""
    ids = re.findall(r'^msgid "(.+)"$', PO.read_text(encoding="utf-8"), re.MULTILINE)
    assert [text for text, n in Counter(ids).items() if n > 1] == []


def test_no_translation_is_left_of_a_message_that_is_no_more() -> None:
    used = {text if isinstance(text, str) else text[0] for text in extracted()}
    ids = [message.id if isinstance(message.id, str) else message.id[0] for message in catalogue()]
    assert [text for text in ids if text and text not in used] == []


def test_the_same_english_has_the_same_arabic() -> None:
    """Whether it stands alone, begins a sentence or ends one."""
    arabic: dict[tuple[bool, str], set[str]] = defaultdict(set)
    for message in catalogue():
        plural = isinstance(message.id, tuple)
        text, *_ = message.id if plural else (message.id,)
        translated = "|".join(message.string) if plural else message.string
        arabic[plural, alike(text)].add(alike(translated))
    assert {text for (_, text), found in arabic.items() if len(found) > 1} == PARTED


PARTED = {
    "categories",  # a heading, and counted after a number
    "judges",
    "abstained",  # of a judge, and as a mark
    "none",  # of things, and of agencies
    "entries submitted",  # a heading, and counted after a number
    "equal totals",  # a caption, and a mark
    "no",  # the head of a column of numbers, and an answer
    "not yet",  # not done so far, and not open now
    "recorded in the audit log",  # of one event, and above several
    "who enters",  # a heading, and a question
}
"""What English says in the same words and Arabic does not."""


def alike(text: str) -> str:
    """Without what a place in a sentence changes: capitals, the end, and what a number is called."""
    return re.sub(r"%\((?:n|num|number)\)s", "%(n)s", text).casefold().strip(" .:?؟…")


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
