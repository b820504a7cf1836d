"""What each constraint costs a plan: the same plan without it, in the plan's own figures."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from judging.assignments import costs
from judging.assignments.costs import Constraint, costs_of, outcome_of
from judging.assignments.facts import Facts
from judging.assignments.planning import plan_of
from judging.panels.models import Origin
from tests.judging.assignments.test_planning import worlds


@settings(max_examples=100, deadline=None)
@given(worlds(), st.integers(0, 99), st.booleans())
def test_without_a_constraint_no_sheet_more_is_without_a_judge(facts: Facts, seed: int, mix: bool) -> None:
    base = plan_of(facts, seed=seed, mix=mix)
    held = outcome_of(base)
    for cost in costs_of(facts, base, seed=seed, mix=mix, waive=False):
        assert cost.outcome.lacking <= held.lacking
        assert cost.differs == (cost.outcome != held)


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_where_nobody_has_a_tie_or_expertise_these_are_no_constraints(facts: Facts) -> None:
    plain = replace(
        facts,
        conflicts={},
        acquainted=frozenset(),
        judges={id_: replace(judge, expertise=frozenset()) for id_, judge in facts.judges.items()},
    )
    base = plan_of(plain, seed=1)
    on = {cost.left_out for cost in costs_of(plain, base, seed=1, mix=False, waive=False)}
    assert on == {Constraint.LOAD}


def test_the_page_shows_what_a_judge_of_every_origin_costs_and_what_makes_no_difference(
    world, client, sign_in
) -> None:
    one, _ = (judge for judge in world.judges if judge.origin is Origin.LOCAL)
    with world.make.db.write() as session:
        reader = session.merge(one)
        reader.reads_ar = reader.reads_en = False  # so the other one reads whatever is to have a local judge
    sign_in(client, world.organiser)
    client.cookies.set("language", "en")
    page = client.get(f"/cycles/{world.cycle.number}/assignments?seed=5").text
    table = page.split("What each constraint costs</caption>")[1].split("</table>")[0]
    lines = {line.split("<")[0].strip(): line for line in table.split('<th scope="row">')[1:]}
    assert "0–6" in lines["With all constraints"]
    assert "0–4" in lines["Without a judge of every origin"]
    assert "no difference" not in lines["Without a judge of every origin"]
    assert "no difference" in lines["If every judge took twice as many entries"]


def test_a_round_of_many_judges_is_weighed_only_when_asked(world, client, sign_in, monkeypatch) -> None:
    monkeypatch.setattr(costs, "CHEAP", 10)
    sign_in(client, world.organiser)
    client.cookies.set("language", "en")
    where = f"/cycles/{world.cycle.number}/assignments?seed=5"
    assert "With all constraints" not in client.get(where).text
    assert "With all constraints" in client.get(f"{where}&costs=1").text
