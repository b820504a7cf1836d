"""When a translation holds."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from awards.entries.translations.models import Maker
from awards.entries.translations.rules import Kept, beside, digest_of, faults, originals, sheet_of

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def content(title="بوابة", summary="خدمة", answers=(("challenge", "انتظار", False),), language="ar"):
    return {
        "language": language,
        "title_ar": title,
        "title_en": "",
        "summary_ar": summary,
        "summary_en": "",
        "answers": [
            {
                "question": key,
                "kind": "long_text",
                "label_ar": key,
                "label_en": key,
                "word_limit": 2,
                "identifying": identifying,
                "text_ar": text,
                "text_en": "",
                "value": "",
            }
            for key, text, identifying in answers
        ],
    }


def kept(field, original, text, by=Maker.ENTRANT, language="en"):
    return Kept(field, language, digest_of(original), text, by, NOW)


WHOLE = [
    kept("title", "بوابة", "Portal"),
    kept("summary", "خدمة", "A service"),
    kept("answer.challenge", "انتظار", "Waiting"),
]


def test_a_translation_is_whole_once_every_text_that_judges_read_has_one():
    said = content(
        answers=[("challenge", "انتظار", False), ("operator", "إدارة", True), ("empty", "", False)]
    )
    assert [one.field for one in originals(said)] == ["title", "summary", "answer.challenge"]
    assert sheet_of(said, WHOLE).whole
    assert not sheet_of(said, WHOLE[1:]).whole


def test_the_translation_of_another_wording_is_out_of_date_and_never_shown():
    changed = content(summary="خدمتان")
    sheet = sheet_of(changed, WHOLE)
    line = sheet.lines[1]
    assert (line.text, line.former, sheet.out_of_date, sheet.whole) == ("", "A service", 1, False)
    assert beside(changed, WHOLE) == {**changed, "translation": {}}


def test_a_text_that_is_worded_again_as_before_has_its_translation_again():
    both = [*WHOLE, kept("summary", "خدمتان", "Two services")]
    assert beside(content(summary="خدمتان"), both)["summary_en"] == "Two services"
    assert beside(content(), both)["summary_en"] == "A service"


def test_an_entry_in_both_languages_has_nothing_to_translate():
    sheet = sheet_of(content(language="both"), WHOLE)
    assert (sheet.language, sheet.lines, sheet.whole) == (None, (), False)


def test_a_translation_may_be_half_as_long_again_as_the_original_may_be_and_no_longer():
    fits, over = (
        kept("answer.challenge", "انتظار", text) for text in ("one two three", "one two three four")
    )
    assert sheet_of(content(), [*WHOLE[:2], fits]).whole
    too_long = sheet_of(content(), [*WHOLE[:2], over])
    assert not too_long.whole
    assert faults(too_long.lines)["answer.challenge"].params["n"] == 4


def test_who_made_it_is_said_of_the_whole():
    by_office = kept("title", "بوابة", "Portal", Maker.ORGANISERS)
    assert sheet_of(content(), WHOLE).made_by == "entrant"
    assert sheet_of(content(), [by_office, *WHOLE[1:]]).made_by == "both"


words = st.text(st.sampled_from("ab "), min_size=1, max_size=4)


@given(st.lists(st.tuples(words, st.booleans()), min_size=2, max_size=4), st.data())
def test_a_translation_is_never_shown_beside_another_wording_and_the_original_stays(texts, data):
    (title, _), (summary, _), *rest = texts
    said = content(title, summary, [(f"q{n}", text, hidden) for n, (text, hidden) in enumerate(rest)])
    fields = ["title", "summary", *(f"answer.q{n}" for n in range(len(rest)))]
    given_ = data.draw(st.lists(st.tuples(st.sampled_from(fields), words, words)))
    rows = {(f, digest_of(o)): kept(f, o, text) for f, o, text in given_}
    shown = beside(said, list(rows.values()))
    assert [shown[f"{name}_ar"] for name in ("title", "summary")] == [title, summary]
    assert [answer["text_ar"] for answer in shown["answers"]] == [text for text, _ in rest]
    assert bool(shown["translation"]) == all((one.field, one.digest) in rows for one in originals(said))
    for n, (answer, (_, hidden)) in enumerate(zip(shown["answers"], rest, strict=True)):
        own = rows.get((f"answer.q{n}", digest_of(answer["text_ar"])))
        expected = own.text if own and shown["translation"] and not hidden else ""
        assert answer["text_en"] == expected
