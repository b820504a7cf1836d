import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.scorecards.fields import as_fields, sheet_of
from judging.scorecards.merging import merged, read_seen, seen_text
from judging.scorecards.sheet import ABSTAINED, Mark, SheetInput

NAMES = ("points.benefit", "comment.benefit", "points.channels", "strengths")
SHEETS = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, st.sampled_from(["", "1", "2", "3"])))


@given(SHEETS, SHEETS, SHEETS)
def test_a_field_that_one_side_changed_is_taken_from_that_side_and_is_not_asked_about(typed, saved, seen):
    fields, contested = merged(typed, saved, [seen])
    for name in NAMES:
        mine, theirs, before = (version.get(name, "") for version in (typed, saved, seen))
        if mine == before:
            assert fields.get(name, "") == theirs
        elif theirs == before:
            assert fields.get(name, "") == mine
        assert (name in contested) == (mine != theirs and mine != before and theirs != before)


@given(SHEETS, SHEETS, st.lists(SHEETS, max_size=3))
def test_whatever_is_asked_about_is_left_as_it_is_saved(typed, saved, seen):
    fields, contested = merged(typed, saved, seen)
    assert all(fields[name] == saved.get(name, "") for name in contested)


@given(SHEETS, SHEETS, SHEETS, st.lists(SHEETS, max_size=2), st.lists(SHEETS, max_size=2))
def test_what_a_page_sent_itself_is_never_somebody_elses(typed, sent, seen, before, after):
    assert merged(typed, sent, [seen, *before, sent, *after]).contested == frozenset()
    assert merged(typed, sent, [seen, *before, sent, *after]).fields == {**sent, **typed} | {
        name: "" for name in sent if name not in typed
    }


@given(SHEETS, SHEETS)
def test_a_page_that_has_seen_nothing_is_asked_about_every_difference(typed, saved):
    different = {name for name in NAMES if typed.get(name, "") != saved.get(name, "")}
    assert merged(typed, saved, []).contested == different


def test_a_sheet_comes_back_from_its_fields():
    sheet = SheetInput(
        {"benefit": Mark("8", None, "قوي"), "channels": Mark(not_scored=ABSTAINED), "support": Mark()},
        "أثر",
        confidential="سر",
    )
    assert sheet_of(as_fields(sheet)) == sheet


def test_what_a_page_has_seen_comes_back_as_it_was_saved():
    [seen] = read_seen(seen_text(SheetInput({"benefit": Mark("8", None, 'ق"وي')}, "سطر\nثان")))
    assert seen == {"points.benefit": "8", "comment.benefit": 'ق"وي', "strengths": "سطر\nثان"}


@pytest.mark.parametrize("text", ["", "x", "{}", "[1]", '["a"]', "null", "[" * 100_000])
def test_what_nobody_was_given_to_send_back_counts_as_nothing_seen(text):
    assert read_seen(text) == []


def test_only_texts_are_read_and_line_ends_count_as_one_character():
    assert read_seen('[{"strengths": " a\\r\\nb ", "n": 1}]') == [{"strengths": "a\nb"}]
