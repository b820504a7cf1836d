from hypothesis import given
from hypothesis import strategies as st

from judging.assignments.connectivity import components

pairs = st.lists(st.tuples(st.integers(0, 7), st.sampled_from("abcdefgh")), max_size=14)


def reachable(pairs, start):
    """Every entry that a chain of shared judges leads to, by plain search."""
    found, judges = {start}, set()
    while True:
        judges |= {j for j, e in pairs if e in found}
        wider = found | {e for j, e in pairs if j in judges}
        if wider == found:
            return found
        found = wider


@given(pairs)
def test_a_component_is_all_that_shared_judges_reach(links):
    parts = components(links)
    assert sorted(e for part in parts for e in part) == sorted({e for _, e in links})
    assert all(part == reachable(links, entry) for part in parts for entry in part)


def test_two_panels_that_share_a_judge_are_one_component():
    panels = [("j1", "a"), ("j1", "b"), ("j2", "c"), ("j2", "d")]
    assert components(panels) == [{"a", "b"}, {"c", "d"}]
    assert components([*panels, ("j1", "d")]) == [{"a", "b", "c", "d"}]


def test_no_assignments_have_no_component():
    assert components([]) == []
