"""What is looked for on pages: names, and never the letters of a code that stands for an entry."""

import uuid
from random import Random

import pytest

from awards.blindness.search import Identity, found_around, found_in_page, found_in_text
from judging.assignments.order import entry_codes
from judging.blinding.identities import Directory
from judging.blinding.proposal import Submitted
from judging.blinding.scanner import Name

PROSECUTION = Identity(
    Submitted(uuid.uuid4(), 3, uuid.uuid4(), uuid.uuid4(), {"attachments": []}, None, persons=[Name("PP")]),
    (),
)
NOBODY = Directory.of([])


def around(text):
    return [found["found"] for _, found in found_around(text, text, [PROSECUTION], NOBODY)]


def in_page(main):
    return [found["found"] for found in found_in_page(f"<main>{main}</main>", "", PROSECUTION, NOBODY)]


def test_a_code_that_spells_an_acronym_by_chance_names_nobody() -> None:
    assert around("6 · Q8-PP9 · Leadership") == []
    assert in_page("<h1>Recuse yourself from entry \u2066Q8-PP9\u2069</h1><p>Entry Q8-PP9</p>") == []


@pytest.mark.parametrize("text", ["the PP answers", "Q8-PP", "PP-9", "Q8-PP9 is of the PP", "XQ8-PP91"])
def test_the_same_acronym_is_found_wherever_it_is_no_code(text) -> None:
    assert around(text) == ["PP"]
    assert [found.removeprefix("the ") for found in in_page(f"<h1>{text}</h1>")] == ["PP"]


def test_what_an_entry_itself_says_is_read_as_it_stands() -> None:
    assert in_page('<section id="entry">Q8-PP9</section>') == ["PP"]


def test_every_code_that_can_be_given_is_known_as_one() -> None:
    for code in entry_codes(range(500), Random(1)).values():
        named = Identity(
            Submitted(uuid.uuid4(), 3, uuid.uuid4(), uuid.uuid4(), {}, None, persons=[Name(code[3:5])]), ()
        )
        assert list(found_around(f"1 · {code}", "", [named], NOBODY)) == []


@pytest.mark.parametrize("number", ["0501234567", "920012345", "+966 11 234 5678"])
def test_drawn_digits_in_a_header_are_no_number_to_call_and_in_a_file_they_are(number) -> None:
    assert list(found_in_text("", f"x-request-id: {number}", PROSECUTION, NOBODY)) == []
    assert [found["how"] for found in found_in_text(number, "", PROSECUTION, NOBODY)] == ["shape"]


def test_a_name_in_a_header_is_found() -> None:
    [found] = found_in_text(
        "", 'content-disposition: attachment; filename="PP report.pdf"', PROSECUTION, NOBODY
    )
    assert "PP" in found["found"]
