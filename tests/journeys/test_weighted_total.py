"""What the page computes while a judge scores is what the server computes, to the last digit."""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from awards.kit.templates import STATIC
from judging.rubrics.scale import USUAL, Scale
from judging.scorecards.sheet import scored_percent, shown_total
from judging.scorecards.totals import NotScored, weighted_total
from tests.judging.rubrics.made import LEVELS

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
scales = st.sampled_from(
    [*USUAL.values(), LEVELS, Scale("1", "4", "0.25"), Scale("0", "3"), Scale("2.5", "7", "0.5")]
)
criteria = scales.flatmap(
    lambda scale: st.tuples(decimals, st.one_of(st.none(), st.sampled_from(scale.values)), st.just(scale))
)
sheets = st.lists(criteria, min_size=1, max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(sheets, min_size=40, max_size=40))
def test_page_and_server_agree_on_every_total(browser: Browser, many):
    expected = []
    for sheet in many:
        weights = {str(n): Fraction(weight) for n, (weight, _, _) in enumerate(sheet)}
        points = {
            str(n): NotScored.ABSTAINED if points is None else scale.percent(points)
            for n, (_, points, scale) in enumerate(sheet)
        }
        total = weighted_total(points, weights)
        share = float(scored_percent(points, weights))
        expected.append([None if total is None else shown_total(str(total)), share])
    page = browser.new_page()
    given_sheets = [
        [
            {"weight": weight, "points": points, "lowest": scale.lowest, "highest": scale.highest}
            for weight, points, scale in sheet
        ]
        for sheet in many
    ]
    shown = page.evaluate(RUN, [SCRIPT.read_text(), given_sheets])
    page.close()
    assert shown == expected


def test_a_half_of_a_hundredth_is_rounded_up_on_both_sides(browser: Browser):
    page = browser.new_page()
    sheet = [{"weight": "99.95", "points": "0"}, {"weight": "0.05", "points": "1"}]
    shown = page.evaluate(RUN, [SCRIPT.read_text(), [sheet]])
    page.close()
    assert shown == [[shown_total("1/200"), 100]] == [["0.01", 100]]


STEPS = """async ([source, scale, typed]) => {
  const script = new Blob([source], { type: "text/javascript" });
  const { onScale, stepFrom } = await import(URL.createObjectURL(script));
  return typed.map((text) => [onScale(text, scale), stepFrom(text, 1, scale), stepFrom(text, -1, scale)]);
}"""


def test_a_box_knows_its_scale_as_the_server_does_and_steps_along_it(browser: Browser):
    page = browser.new_page()
    for scale in (USUAL["hundred"], Scale("1", "4", "0.25"), Scale("2.5", "7", "0.5")):
        typed = [*scale.values[:12], *scale.values[-3:], "0", "3.1", "99.5", "250"]
        ends = {"lowest": scale.lowest, "highest": scale.highest, "step": scale.step}
        rows = page.evaluate(STEPS, [SCRIPT.read_text(), ends, typed])
        values = scale.values
        for text, (known, above, below) in zip(typed, rows, strict=True):
            assert known == scale.contains(text), text
            assert {above, below} <= set(values), text
            if known:
                place = values.index(text)
                assert above == values[min(place + 1, len(values) - 1)]
                assert below == values[max(place - 1, 0)]
    page.close()
