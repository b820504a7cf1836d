"""What is read from left to right stays so within Arabic."""

import pytest

from awards.kit.i18n import Bilingual, msg, translate
from awards.kit.isolating import END, LTR, file_name, isolated
from awards.kit.templates import environment


@pytest.mark.parametrize(
    "code",
    ["4-0008-2", "7KQM-4WZP", "laila@moh.example", "l.k-9@example.org", "2026-05-31", "report_2.pdf", "G2C"],
)
def test_numbers_of_receipts_codes_and_addresses_are_kept_together(code):
    assert isolated(code) == f"{LTR}{code}{END}"


@pytest.mark.parametrize(
    "text",
    [
        "4",
        "4.5",
        "1,204",
        "12:09",
        "Omar",
        "e-services",
        "أثر 2026",
        "two words-2",
        "",
        4,
        None,
        "https://a.example/4-0008-2",
    ],
)
def test_texts_plain_numbers_and_links_stay_as_they_are(text):
    assert isolated(text) == text


def test_sentences_in_arabic_keep_them_together_and_english_needs_no_marks():
    said = msg("Entry submitted: receipt %(receipt)s", receipt=Bilingual("4-0008-2", "4-0008-2"))
    assert f"{LTR}4-0008-2{END}" in translate(said, "ar")
    assert LTR not in translate(said, "en")


def test_templates_do_so_as_well():
    source = "{{ _('Receipt %(number)s', number=number) }}"
    number = "4-0008-2"
    assert f"{LTR}{number}{END}" in environment("ar").from_string(source).render(number=number)
    assert LTR not in environment("en").from_string(source).render(number=number)
    escaped = environment("ar").from_string(source).render(number="<b>")
    assert "&lt;b&gt;" in escaped


def test_the_end_of_a_files_name_is_read_from_left_to_right():
    assert file_name("أثر الخدمة 2026.pdf") == '<bdi>أثر الخدمة <bdi dir="ltr">2026.pdf</bdi></bdi>'
    assert file_name("plan 2.pdf") == '<bdi>plan <bdi dir="ltr">2.pdf</bdi></bdi>'
    assert file_name("أثر<b>") == "<bdi>أثر&lt;b&gt;</bdi>"
