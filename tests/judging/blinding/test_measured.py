"""What the search finds in sentences written by hand, as docs/blinding.md says."""

import time
from pathlib import Path

import pytest

from judging.blinding.identities import proposals
from judging.blinding.matching import Likeness
from tests.judging.blinding.measured import directory, measured, sentences

DOCUMENT = Path(__file__).parents[3] / "docs" / "blinding.md"


@pytest.mark.parametrize("held_out", [False, True])
def test_recall_and_precision_are_held_on_both_halves(held_out) -> None:
    counts = measured([s for s in sentences() if s.held_out is held_out])
    whole = counts["all"]
    assert whole.recall >= 0.94, whole.missed
    assert whole.precision >= 0.95, whole.missed
    sure = {"name", "alias", "other", "acronym", "prefix", "marks", "split", "service", "address", "joined"}
    assert {kind for kind in sure if counts[kind].recall < 1} == set()


def test_the_sentences_are_enough_to_measure_by() -> None:
    assert sum(len(s.mentions) for s in sentences()) >= 300
    assert sum(s.kind == "innocent" for s in sentences()) >= 300
    assert sum(any("\u0600" <= c <= "\u06ff" for c in s.text) for s in sentences()) >= 250


def test_the_document_has_the_numbers_that_are_measured() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    on, off = (measured([s for s in sentences() if s.held_out is half]) for half in (False, True))
    for kind, worked in on.items():
        held = off[kind]
        if kind == "innocent":
            wrong = f"{worked.wrong + held.wrong} false findings"
            assert wrong in text
            continue
        row = f"| {worked.found} of {worked.mentions} | {held.found} of {held.mentions} |"
        assert row in text, f"{kind}: {row}"


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("في وزارة الصحة", Likeness.EXACT),
        ("في وزاره الصحّه", Likeness.FOLDED),
        ("the M.O.H. app", Likeness.ACRONYM),
        ("Minis-\ntry of Health", Likeness.SPLIT),
        ("بين وزارتي التعليم والصحة", Likeness.JOINED),
        ("Wezarat al-Seha", Likeness.TRANSLITERATED),
        ("info@moh.gov.sa", Likeness.SHAPE),
    ],
)
def test_a_finding_says_how_it_resembles_the_name(text, how) -> None:
    names, ids = directory()
    *_, last = proposals(text, names, entrant=[ids["moh"]])
    assert last.how is how


def test_a_text_ten_times_as_long_takes_ten_times_as_long() -> None:
    names, ids = directory()
    text = " ".join(s.text for s in sentences())

    def seconds(times: int) -> float:
        longer = f"{times}. " + text * times
        start = time.process_time()
        proposals(longer, names, entrant=[ids["moh"]])
        return time.process_time() - start

    seconds(1)
    assert seconds(10) < 25 * max(seconds(1), 0.01)
