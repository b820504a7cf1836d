"""A refusal of a motion says no more of the ranking than its mover sees."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from judging.deliberations.votes.motions import passed_over_in_sight
from tests.judging.deliberations.test_places import rankings


@st.composite
def scenes(draw):
    category = draw(rankings())
    ids = [entry.entry_id for entry in category.entries]
    some = st.sets(st.sampled_from(ids)) if ids else st.just(set())
    return category, draw(some), draw(some), draw(st.integers(1, 3))


@given(scenes(), st.randoms())
def test_whatever_the_ranks_of_entries_out_of_sight_the_answer_is_the_same(scene, random):
    category, chosen, seen, place = scene
    moved = replace(
        category,
        entries=tuple(
            one if one.entry_id in seen else replace(one, rank=random.choice([None, 1, 2, 9]))
            for one in category.entries
        ),
    )
    ids = [
        [one.entry_id for one in passed_over_in_sight(known, place, chosen, (), seen)]
        for known in (category, moved)
    ]
    assert ids[0] == ids[1]
    assert set(ids[0]) <= seen - chosen


@given(scenes())
def test_who_sees_all_passes_over_whoever_stands_no_lower_for_the_first_place(scene):
    category, chosen, _, _ = scene
    ranks = {one.entry_id: one.rank for one in category.entries if one.rank}
    worst = max((ranks[one] for one in chosen if one in ranks), default=0)
    over = passed_over_in_sight(category, 1, chosen, (), set(ranks))
    assert {one.entry_id for one in over} == {e for e, rank in ranks.items() if rank <= worst} - chosen
