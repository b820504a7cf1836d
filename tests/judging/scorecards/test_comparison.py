import re

from judging.scorecards.operations import save_scorecard
from judging.scorecards.sheet import ABSTAINED, SheetInput
from tests.judging.scorecards.conftest import CODES, marks


def lines(page: str) -> list[str]:
    return re.findall(r'<tr><th scope="row"><a href="/scorecards/([^"]+)"', page)


def score(jury) -> None:
    jury.save(SheetInput(marks(8, 2, 6)), entry=0)
    jury.save(SheetInput(marks(4, 9, ABSTAINED)), entry=1)


def test_before_the_first_sheet_there_is_nothing_to_compare(at_desk):
    assert "There is nothing to compare yet." in at_desk.get("/scorecards/comparison").text


def test_a_judge_compares_their_own_scores(at_desk, jury):
    score(jury)
    page = at_desk.get("/scorecards/comparison").text
    assert lines(page) == [CODES[0], CODES[1]]
    cells = re.findall(r'data-points="(\d+)"', page)
    assert cells == ["8", "2", "6", "4", "9"]
    means = re.search(r'<tr class="mean">.*?</tr>', page, re.DOTALL).group()
    assert re.findall(r'<td class="num">([^<]*)</td>', means) == ["58.38", "6.0", "5.5", "6.0"]


def test_unfinished_sheets_stand_apart_and_count_in_no_mean(at_desk, jury):
    jury.save(SheetInput(marks(10, None, 10)), entry=0)
    jury.save(SheetInput(marks(4, 9, ABSTAINED)), entry=1)
    for query in ("", "?sort=total&order=descending", "?sort=benefit&order=descending", "?order=descending"):
        page = at_desk.get(f"/scorecards/comparison{query}").text
        assert lines(page) == [CODES[1], CODES[0]], query
        means = re.search(r'<tr class="mean">.*?</tr>', page, re.DOTALL).group()
        assert re.findall(r'<td class="num">([^<]*)</td>', means) == ["58.75", "4.0", "9.0", "–"]
        assert "100.00" not in page, "the total of two criteria is none"


def test_the_grid_is_sorted_by_any_column_in_both_directions(at_desk, jury):
    score(jury)
    first, second = CODES[0], CODES[1]
    for sort, order, expected in (
        ("benefit", "descending", [first, second]),
        ("benefit", "ascending", [second, first]),
        ("channels", "descending", [second, first]),
        ("support", "ascending", [first, second]),
        ("support", "descending", [first, second]),
        ("total", "descending", [second, first]),
        ("", "descending", [second, first]),
        ("unknown", "ascending", [first, second]),
    ):
        page = at_desk.get(f"/scorecards/comparison?sort={sort}&order={order}").text
        assert lines(page) == expected, (sort, order)


def test_a_colleagues_scores_are_not_in_the_grid(at_desk, jury):
    score(jury)
    before = at_desk.get("/scorecards/comparison").text
    with jury.db.write() as session:
        save_scorecard(
            session,
            jury.theirs.id,
            SheetInput(marks(1, 1, 1)),
            version=0,
            by=jury.colleague.id,
            at=jury.clock(),
        )
    assert at_desk.get("/scorecards/comparison").text == before


def test_the_grid_takes_the_same_statements_however_many_sheets_there_are(at_desk, jury, sent):
    jury.save(SheetInput(marks(8, 2, 6)), entry=0)
    at_desk.get("/scorecards/comparison")
    sent.clear()
    at_desk.get("/scorecards/comparison")
    few = len(sent)
    for entry in (1, 2):
        jury.save(SheetInput(marks(4, 9)), entry=entry)
    sent.clear()
    assert len(lines(at_desk.get("/scorecards/comparison").text)) == 3
    assert len(sent) == few <= 4
