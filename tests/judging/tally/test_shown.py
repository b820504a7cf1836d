"""What is said of how sure a first place is, where scores are equal and where nobody is ranked."""

import re
from dataclasses import replace
from fractions import Fraction
from html import unescape

import pytest
from click.testing import CliRunner

from awards.cli import main
from judging.rounds.method.rules import Method, Rules
from judging.tally.file_document import document_of_file
from judging.tally.file_page import tally_html
from judging.tally.score_file import read_scores
from judging.tally.shown import (
    Change,
    OtherPlaces,
    changes,
    chapters,
    first_by_huber,
    first_by_other,
    given_by,
    judge_of,
    lines,
    names_of_entries,
    other_places,
    percent,
    points,
    signed,
    steps,
    verdict,
)
from judging.tally.statistics.tallied import Asked, tally


def document(rows, method=Method.MEAN, places=1):
    scores = read_scores("\n".join(["entry,judge,score", *rows]).encode())
    whole = tally(scores.sheets, scores.category_of, Asked(method, draws=200, places=places), scores.signs)
    return document_of_file(scores, whole, Rules(method, draws=200), places=places, title="made")


def said(made):
    """The words of its page in English."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", tally_html(made, "en", title="made"))).split())


LEVEL_WITHOUT_D = [
    *(f"first,{judge},8" for judge in "abc"), "first,d,8",
    *(f"second,{judge},8" for judge in "abc"), "second,d,4",
    *(f"third,{judge},2" for judge in "abcd"),
]  # fmt: skip
FEW = ["one,a,8", "one,b,7", "two,b,6", "two,c,5"]


def test_whoever_would_share_the_highest_score_is_not_said_to_lose_the_first_place():
    made = document(LEVEL_WITHOUT_D)
    (category,) = made.categories
    assert changes(category) == [Change("d", (1, 2), others=False)]
    told = said(made)
    assert "another would stand first" not in told
    assert (
        "Without the sheets of d the highest score would be that of first, second (equal, before any tie-break)"
        in told
    )


def test_whoever_would_take_the_first_place_from_another_is_said_to():
    made = document(
        [
            row.replace("second,d,4", "second,d,1").replace("second,a,8", "second,a,9")
            for row in LEVEL_WITHOUT_D
        ]
    )
    assert changes(made.categories[0]) == [Change("d", (2,), others=True)]


def test_an_entry_of_enough_sheets_stays_first_when_one_of_them_is_left_out():
    made = document(
        [*(f"first,{judge},9{judge == 'a':d}" for judge in "abc"), *(f"second,{judge},5" for judge in "abcd")]
    )
    assert changes(made.categories[0]) == []
    assert "Whichever judge is left out, the first place stays as it is." in tally_html(
        made, "en", title="made"
    )


def test_of_those_who_share_the_first_place_each_is_named_with_its_own_chance():
    """Equal means; but the judges of one were the stricter ones, so that it is the better by the chances."""
    rows = [f"level{k},{judge},{50 + k + 10 * (judge in 'def')}" for k in range(4) for judge in "abcdef"]
    rows += [*(f"one,{judge},65" for judge in "abc"), *(f"two,{judge},65" for judge in "def")]
    made = document(rows)
    found = verdict(made.categories[0])
    chance = {e.number: percent(e.figures.p_winner) for e in made.categories[0].entries}
    one, two = (chance[number] for number in (5, 6))
    assert len(found.numbers) == 2
    assert found.percents == tuple(chance[number] for number in found.numbers)
    assert len(set(found.percents)) == 2
    told = said(made)
    assert "The first place is shared by one, two." in told
    assert f"one: {one} · two: {two}." in told
    assert "redraws of this round it is the best" not in told


def test_of_panels_that_nothing_connects_no_first_place_is_called_clear():
    rows = [
        f"{part}{i},{part}{j},{20 * i + j + 60 * (part == 'b')}"
        for part in "ab"
        for i in range(3)
        for j in range(3)
    ]
    page = tally_html(document(rows, Method.ADJUSTED), "en", title="made")
    assert "How sure the first place is cannot be said: no judge connects all of its entries." in page
    assert "Clear." not in page


SWAPPED_WITHOUT_D = [
    *(f"first,{judge},9" for judge in "abcd"),
    *(f"second,{judge},6" for judge in "abc"), "second,d,9",
    *(f"third,{judge},6.5" for judge in "abcd"),
    *(f"fourth,{judge},2" for judge in "abcd"),
]  # fmt: skip


def test_who_would_have_the_other_places_is_said_of_each_judge(tmp_path):
    made = document(SWAPPED_WITHOUT_D, places=3)
    # Numbered by name: first 1, fourth 2, second 3, third 4.
    assert changes(made.categories[0]) == []
    assert other_places(made.categories[0]) == [OtherPlaces("d", ((1, (1,)), (2, (4,)), (3, (3,))))]
    told = said(made)
    assert "Without the sheets of d the first 3 places would be: 1: first · 2: third · 3: second." in told
    assert "Whichever other judge is left out, the first 3 places stay as they are." in told
    assert other_places(document(SWAPPED_WITHOUT_D).categories[0]) == []
    file = tmp_path / "swapped.csv"
    file.write_text("\n".join(["entry,judge,score", *SWAPPED_WITHOUT_D]), encoding="utf-8")
    args = ["tally", str(file), "--method", "mean", "--draws", "50", "--places"]
    text = CliRunner().invoke(main, [*args, "3"]).stdout
    assert "without d the first 3 places would be: 1 first, 2 third, 3 second" in text
    assert "without any other judge the first 3 places stay as they are" in text
    assert "places stay" not in CliRunner().invoke(main, [*args, "1"]).stdout


def test_where_nobody_is_ranked_no_first_place_is_said_to_stay():
    page = tally_html(document(FEW, Method.ADJUSTED), "en", title="made")
    assert "the first place stays as it is" not in page
    assert "Nobody is ranked" in page
    assert "An entry with fewer than 3 sheets is not ranked." in page


def test_the_terminal_says_why_an_entry_has_no_rank(tmp_path):
    file = tmp_path / "few.csv"
    file.write_text("\n".join(["entry,judge,score", *FEW]), encoding="utf-8")
    told = CliRunner().invoke(main, ["tally", str(file), "--draws", "50"]).stdout
    assert "! not ranked, fewer than 3 sheets: one, two" in told


def test_the_terminal_says_that_a_first_place_would_be_shared(tmp_path):
    file = tmp_path / "level.csv"
    file.write_text("\n".join(["entry,judge,score", *LEVEL_WITHOUT_D]), encoding="utf-8")
    told = CliRunner().invoke(main, ["tally", str(file), "--method", "mean", "--draws", "50"]).stdout
    assert "without d the first place would be shared by first, second" in told


def test_lists_of_the_page_of_a_file_have_no_bullets_beside_their_keys():
    assert ".plain { list-style: none" in tally_html(document(FEW), "en", title="made")


def test_what_is_expected_beyond_the_ends_is_said_to_be():
    rows = [f"e{n},{judge},{points}" for n, points in enumerate((100, 60, 30)) for judge in "abc"]
    made = document([*rows, "e0,kind,100", "e1,kind,90", "e2,kind,60"], Method.ADJUSTED)
    (kind,) = [one for one in made.model.judges if one.judge == "kind"]
    found = {one.entry.title_en: one for one in given_by(made, kind)}
    assert float(found["e0"].expected) > 100
    assert {name: one.beyond for name, one in found.items()} == {"e0": True, "e1": False, "e2": False}


def test_whoever_is_the_best_more_often_than_the_first_is_named_beside_it():
    """The first by the mean had the lenient judges; the figures know it."""
    rows = [f"level{k},{judge},{50 + k + 10 * (judge in 'def')}" for k in range(4) for judge in "abcdef"]
    rows += [*(f"lucky,{judge},66" for judge in "def"), *(f"strict,{judge},65" for judge in "abc")]
    made = document(rows)
    lucky, strict = made.categories[0].entries[:2]
    assert verdict(made.categories[0]).likelier.entry is strict
    often = percent(strict.figures.p_winner)
    assert f"Entry strict is the best more often: in {often} of 100." in said(made)
    assert "is the best more often" not in said(document(rows, Method.ADJUSTED))
    assert lucky.rank == 1


def test_every_figure_of_an_entry_is_shown_rounded_under_its_own_name():
    for method in Method:
        (category,) = document([*LEVEL_WITHOUT_D, "few,a,5"], method, places=2).categories
        assert [one.entry for one in lines(category)] == list(category.entries)
        for one in lines(category):
            entry, figures = one.entry, one.entry.figures
            exact, ranked = Fraction(entry.total_exact), entry.rank is not None
            assert one.mean == entry.total == f"{float(exact):.2f}"
            assert float(one.adjusted) == pytest.approx(float(figures.adjusted), abs=0.005)
            assert one.mean_rank == (str(figures.mean_rank) if ranked else "–")
            assert one.adjusted_rank == (str(figures.adjusted_rank) if ranked else "–")
            assert (one.se, one.huber) == tuple(map(points, (figures.se, figures.huber)))
            chances = (figures.p_winner, figures.p_top3, figures.p_awarded)
            assert (one.winner, one.top3, one.awarded) == tuple(map(percent, chances))
            low, high = figures.rank_low, figures.rank_high
            ends = [str(low)] if low == high else [str(low), str(high)]
            assert one.places == ("–".join(ends) if ranked else "–")
            assert one.shift == signed(float(Fraction(figures.adjusted) - exact))
    assert {one.places for one in lines(category)} >= {"3", "–"}


def test_what_is_shown_of_a_number():
    assert [percent(chance) for chance in (None, 0.0, 0.004, 0.005, 0.014, 0.994, 0.996, 1.0)] == [
        "–", "0", "< 1", "< 1", "1", "99", "> 99", "100",
    ]  # fmt: skip
    assert [points(value) for value in (None, -0.0, 7.125, -1.5)] == ["–", "0.00", "7.12", "-1.50"]
    assert [signed(value) for value in (0.434, -0.434, 0.001, -0.001, 0.0)] == [
        "+0.43",
        "−0.43",
        "0.00",
        "0.00",
        "0.00",
    ]


def test_an_entry_of_a_tally_without_figures_has_no_line():
    (category,) = document(LEVEL_WITHOUT_D).categories
    bare = replace(category, entries=tuple(replace(entry, figures=None) for entry in category.entries))
    assert lines(bare) == []
    assert verdict(replace(category, figures=None)) is None
    assert changes(replace(category, figures=None)) == []
    assert other_places(replace(category, figures=None)) == []


def test_the_steps_to_an_adjusted_score_add_up():
    rows = [
        f"e{n},{judge},{50 + 7 * n + 3 * k + (n * k) % 5}" for n in range(6) for k, judge in enumerate("abcd")
    ]
    rows = [row for row in rows if not row.startswith(("e0,a", "e1,b", "e5,d"))]
    made = document(rows, Method.ADJUSTED)
    effects = {one.judge: one.effect for one in made.model.judges}
    assert [step.line.entry.rank for step in steps(made.categories[0], made.model.judges)] == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]
    found = steps(made.categories[0], made.model.judges)
    assert len({step.effect for step in found}) > 2
    for step in found:
        sheets = step.line.entry.sheets
        assert step.judges == tuple((one.judge, one.total, signed(effects[one.judge])) for one in sheets)
        mean = sum(effects[one.judge] for one in sheets) / len(sheets)
        assert step.effect == signed(mean)
        assert float(step.line.mean) - mean == pytest.approx(float(step.line.adjusted), abs=0.01)


def test_a_judges_sheets_stand_with_the_furthest_from_what_was_expected_first():
    rows = [f"e{n},{judge},{50 + 7 * n + 3 * k}" for n in range(8) for k, judge in enumerate("abcd")]
    made = document([*rows, "e7,odd,10", *(f"e{n},odd,{52 + 7 * n}" for n in range(7))], Method.ADJUSTED)
    odd = judge_of(made, "odd")
    assert judge_of(made, "nobody") is None
    found = given_by(made, odd)
    assert found[0].entry.title_en == "e7"
    apart = [abs(float(one.apart.replace("−", "-"))) for one in found]
    assert apart == sorted(apart, reverse=True)
    assert [one.far for one in found] == [True] + 7 * [False]
    for one in found:
        expected = float(Fraction(one.entry.figures.adjusted)) + odd.effect
        (sheet,) = (sheet for sheet in one.entry.sheets if sheet.judge == "odd")
        assert (one.total, one.expected) == (sheet.total, points(expected))
        assert one.apart == signed(float(Fraction(sheet.total_exact)) - expected)


def test_who_would_stand_first_otherwise():
    rows = [f"level{k},{judge},{50 + k + 10 * (judge in 'def')}" for k in range(4) for judge in "abcdef"]
    rows += [*(f"lucky,{judge},66" for judge in "def"), *(f"strict,{judge},65" for judge in "abc")]
    for method, other in ((Method.MEAN, "strict"), (Method.ADJUSTED, "lucky")):
        (category,) = document(rows, method).categories
        number = {entry.title_en: entry.number for entry in category.entries}
        assert first_by_other(category) == (number[other],)
        best = max((e for e in category.entries if e.rank is not None), key=lambda e: e.figures.huber)
        assert first_by_huber(category) == (best.number,)
    assert first_by_huber(document(FEW).categories[0]) == ()


def test_a_chapter_is_of_its_own_category():
    rows = [f"{code}{n},{judge}{code},{50 + n},{code}" for code in "xy" for n in range(4) for judge in "abc"]
    scores = read_scores("\n".join(["entry,judge,score,category", *rows]).encode())
    whole = tally(scores.sheets, scores.category_of, Asked(draws=50), scores.signs)
    made = document_of_file(scores, whole, Rules(Method.ADJUSTED, draws=50), places=2, title="made")
    for code, chapter in zip("xy", chapters(made), strict=True):
        assert (chapter.category.code, chapter.sheets) == (code, 12)
        assert [judge.judge for judge, _ in chapter.judges] == [f"{judge}{code}" for judge in "abc"]
        assert [effect for _, effect in chapter.judges] == [
            signed(judge.effect) for judge, _ in chapter.judges
        ]
        assert len(chapter.steps) == 4
        sure = chapter.sure
        assert (sure.places, sure.draws, sure.min_sheets, sure.adjusted) == (2, 50, 3, True)
        assert sure.shares is made.model.shares
        assert sure.lines == lines(chapter.category)
    assert names_of_entries(made, "en") == {
        n + 4 * k + 1: f"{code}{n}" for k, code in enumerate("xy") for n in range(4)
    }
    assert chapters(replace(made, model=None))[0].sure is None


def test_a_chart_of_some_entries_says_of_how_many():
    rows = [f"e{entry},{judge},{entry + k}" for entry in range(20) for k, judge in enumerate("abc")]
    assert "Shown are the first 15 of 20 ranked entries." in tally_html(document(rows), "en", title="made")
    assert "Shown are the first" not in tally_html(document(rows[:45]), "en", title="made")


def test_entries_that_would_share_a_place_are_said_to_be_equal_before_any_tie_break():
    rows = [
        *(f"first,{judge},9" for judge in "abcd"),
        *(f"second,{judge},6" for judge in "abcd"),
        *(f"third,{judge},5" for judge in "abc"), "third,d,0",
        *(f"fourth,{judge},5" for judge in "abc"), "fourth,d,1",
    ]  # fmt: skip
    assert "fourth, third (equal, before any tie-break)" in said(document(rows, places=3))


def test_of_several_places_each_judge_is_named_once_among_what_would_have_changed():
    """Without d others have the first place, and so others have the first three."""
    rows = [row.replace("second,d,9", "second,d,40") for row in SWAPPED_WITHOUT_D]
    made = document(rows, places=3)
    assert changes(made.categories[0])
    told = said(made)
    assert told.count("Without the sheets of d ") == 1
    assert "Without the sheets of d the first 3 places would be: 1: first" in told
    assert "Whichever judge is left out, the first place stays" not in told


def test_a_clear_winner_is_called_so_in_arabic_and_its_chance_stands_in_words():
    """In a sentence that runs from the right, > turns round; and a button that clears has a word of its own."""
    apart = [*(0.0, 3.0, 1.0, 2.0), *(2.0, 0.0, 3.0, 1.0), *(1.0, 2.0, 0.0, 3.0)]
    rows = [f"e{at // 4},{'abcd'[at % 4]},{50 + 2.1 * (at // 4) + off}" for at, off in enumerate(apart)]
    made = document(rows)
    arabic, english = (tally_html(made, lang, title="made") for lang in ("ar", "en"))
    assert verdict(made.categories[0]).percents == ("> 99",)
    assert "محسوم." in arabic
    assert "وهي الأفضل في أكثر من 99 من كل 100" in arabic
    assert "In more than 99 of 100 redraws" in english
