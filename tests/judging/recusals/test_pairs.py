"""All conflicts of a jury, found by what is shared."""

from hypothesis import given, settings
from hypothesis import strategies as st

from judging.recusals.conflicts import Agency, EntryTies, JudgeTies, conflict
from judging.recusals.pairs import conflicting_pairs

KEYS = st.sampled_from("abcd")
DOMAINS = st.frozensets(
    st.sampled_from(["a.example", "B.example", "mail.a.example", ".c.example", ""]), max_size=2
)
AGENCIES = st.builds(Agency, key=KEYS, parent=st.none() | KEYS, domains=DOMAINS)
EMAILS = st.frozensets(
    st.sampled_from(["x@a.example", "y@MAIL.a.example", "z@xa.example", "w@b.example.", "v@sub.c.example"]),
    max_size=2,
)
JUDGES = st.lists(
    st.builds(
        JudgeTies,
        person=st.integers(0, 5),
        agencies=st.lists(AGENCIES, max_size=2).map(tuple),
        former=st.frozensets(KEYS, max_size=2),
        emails=EMAILS,
        recused_from=st.frozensets(st.integers(0, 7), max_size=2),
    ),
    max_size=4,
    unique_by=lambda judge: judge.person,
)
ENTRIES = st.lists(
    st.builds(
        EntryTies,
        entry=st.integers(0, 7),
        lead=st.none() | AGENCIES,
        partners=st.lists(AGENCIES, max_size=2).map(tuple),
        people=st.frozensets(st.integers(0, 5), max_size=2),
    ),
    max_size=6,
    unique_by=lambda entry: entry.entry,
)


@given(JUDGES, ENTRIES)
@settings(max_examples=300, deadline=None)
def test_the_short_way_finds_exactly_what_looking_at_every_pair_finds(judges, entries) -> None:
    every = {
        (j.person, e.entry): found for j in judges for e in entries if (found := conflict(j, e)) is not None
    }
    assert conflicting_pairs(judges, entries) == every
