"""What the page computes while a judge scores is what the server computes, to the last digit."""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from awards.kit.templates import STATIC
from judging.rubrics.scale import SCALE
from judging.scorecards.sheet import scored_percent, shown_total, total_of
from judging.scorecards.totals import NotScored

SCRIPT = STATIC / "weighted-total.js"
RUN = """async ([source, sheets]) => {
  const script = new Blob([source], { type: "text/javascript" });
  const { weightedTotal, scoredPercent } = await import(URL.createObjectURL(script));
  return sheets.map((sheet) => [weightedTotal(sheet), scoredPercent(sheet)]);
}"""

decimals = st.builds(
    lambda whole, part: f"{whole}.{part}" if part else str(whole),
    st.integers(0, 100),
    st.text("0123456789", max_size=6),
).filter(lambda text: Fraction(text) > 0)
criteria = st.tuples(decimals, st.one_of(st.none(), st.sampled_from(SCALE)))
sheets = st.lists(criteria, min_size=1, max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(sheets, min_size=40, max_size=40))
def test_page_and_server_agree_on_every_total(browser: Browser, many):
    expected = []
    for sheet in many:
        weights = {str(n): Fraction(weight) for n, (weight, _) in enumerate(sheet)}
        points = {
            str(n): NotScored.ABSTAINED if points is None else Fraction(points)
            for n, (_, points) in enumerate(sheet)
        }
        total = total_of(points, weights)
        share = float(scored_percent(points, weights))
        expected.append([None if total is None else shown_total(str(total)), share])
    page = browser.new_page()
    given_sheets = [[{"weight": weight, "points": points} for weight, points in sheet] for sheet in many]
    shown = page.evaluate(RUN, [SCRIPT.read_text(), given_sheets])
    page.close()
    assert shown == expected


def test_a_half_of_a_hundredth_is_rounded_up_on_both_sides(browser: Browser):
    page = browser.new_page()
    sheet = [{"weight": "99.95", "points": "0"}, {"weight": "0.05", "points": "1"}]
    shown = page.evaluate(RUN, [SCRIPT.read_text(), [sheet]])
    page.close()
    assert shown == [[shown_total("1/200"), 100]] == [["0.01", 100]]
