"""What is proposed reads as a sentence: no article before a mark, no mark twice."""

import itertools
import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.blinding.identities import Directory, KnownAgency, redacted
from judging.blinding.proposal import Submitted, found_in
from judging.blinding.scanner import Kind, Name

BOATS, HARBOURS, HEALTH = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
DIRECTORY = Directory.of(
    [
        KnownAgency(BOATS, "BTA", ("Boats Authority", "هيئة القوارب")),
        KnownAgency(HARBOURS, "HBR", ("Harbours Office", "مكتب المرافئ")),
        KnownAgency(HEALTH, "MoH", ("Ministry of Health", "وزارة الصحة")),
    ]
)
ENTRY = Submitted(
    entry_id=uuid.uuid4(),
    number=1,
    category_id=uuid.uuid4(),
    submission_id=uuid.uuid4(),
    content={},
    agency_id=BOATS,
    partners=[HARBOURS],
    persons=[Name("Maryam Al Mannai", Kind.PERSON)],
)
WORDS = ("The", "the", "(", ")", "ships", "other,", "and", "BTA", "Boats Authority", "HBR", "MoH")
MARK = r"\[(?:the agency|a partner agency|another agency)\]"


def blind(text: str) -> str:
    return redacted(text, found_in(text, ENTRY, DIRECTORY))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Boats Authority (BTA) sails.", "[the agency] sails."),
        ("Crews of the BTA sail.", "Crews of [the agency] sail."),
        ("أطلقت هيئة القوارب (BTA) الخدمة.", "أطلقت [الجهة] الخدمة."),
        ("with the Harbours Office (the HBR),", "with [a partner agency],"),
        ("the Boats Authority (with the MoH)", "[the agency] (with [another agency])"),
        ("Boats Authority (HBR)", "[the agency] ([a partner agency])"),
        ("Bathe BTA", "Bathe [the agency]"),
        ("the Maryam Al Mannai app", "[the entrant] app"),
    ],
)
def test_the_article_goes_with_a_name_and_its_acronym_in_parentheses_too(text, expected) -> None:
    assert blind(text) == expected


@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from([" ", "  ", "\n"]))
def test_no_mark_follows_an_article_or_itself_in_parentheses_and_no_other_word_is_lost(words, gap) -> None:
    text = gap.join(words)
    found = found_in(text, ENTRY, DIRECTORY)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    copy = redacted(text, found)
    assert not re.search(rf"\bthe\s+{MARK}", copy, re.IGNORECASE)
    assert not re.search(rf"({MARK})\s*\(\s*\1\s*\)", copy)
    kept = {"ships", "other", "and"}
    assert [w for w in re.findall(r"\w+", re.sub(MARK, "", copy)) if w in kept] == [
        w for w in re.findall(r"\w+", text) if w in kept
    ]
    assert not re.search("BTA|Boats|HBR|MoH", copy)
