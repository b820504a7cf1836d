from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.recusals.conflicts import Agency, Conflict, ConflictKind, EntryTies, JudgeTies, conflict

HEALTH = Agency("health", domains=frozenset({"health.gov.example"}))
HOSPITAL = Agency("hospital", parent="health", domains=frozenset({"hospital.example"}))
CLINIC = Agency("clinic", parent="health")
TRADE = Agency("trade")
ENTRY = EntryTies("G2C-01", lead=HOSPITAL, partners=(TRADE,), people=frozenset({"salma"}))
STRANGER = JudgeTies(
    "nasser", agencies=(Agency("university"),), emails=frozenset({"nasser@university.example"})
)

CASES = [
    ({"recused_from": frozenset({"G2C-01"})}, Conflict(ConflictKind.RECUSED)),
    ({"person": "salma"}, Conflict(ConflictKind.OWN_ENTRY)),
    ({"agencies": (HOSPITAL,)}, Conflict(ConflictKind.OWN_AGENCY, "hospital")),
    ({"agencies": (TRADE,)}, Conflict(ConflictKind.OWN_AGENCY_IS_PARTNER, "trade")),
    ({"agencies": (Agency("ward", parent="hospital"),)}, Conflict(ConflictKind.PARENT_AGENCY, "hospital")),
    ({"agencies": (HEALTH,)}, Conflict(ConflictKind.CHILD_AGENCY, "hospital")),
    ({"former": frozenset({"trade"})}, Conflict(ConflictKind.FORMER_EMPLOYER, "trade")),
    ({"emails": frozenset({"n@Hospital.Example"})}, Conflict(ConflictKind.EMAIL_DOMAIN, "hospital")),
    ({"emails": frozenset({"n@mail.hospital.example"})}, Conflict(ConflictKind.EMAIL_DOMAIN, "hospital")),
]

keys = st.sampled_from(["a", "b", "c", "d", "e"])
agencies = st.builds(Agency, key=keys, parent=st.one_of(st.none(), keys))
judges = st.builds(
    JudgeTies,
    person=st.just("nasser"),
    agencies=st.lists(agencies, max_size=2).map(tuple),
    former=st.frozensets(keys, max_size=2),
)
entries = st.builds(
    EntryTies,
    entry=st.just("x"),
    lead=st.one_of(st.none(), agencies),
    partners=st.lists(agencies, max_size=3).map(tuple),
)


def test_a_stranger_may_read_the_entry():
    assert conflict(STRANGER, ENTRY) is None


@pytest.mark.parametrize(("ties", "found"), CASES, ids=[found.kind for _, found in CASES])
def test_each_tie_is_a_conflict(ties, found):
    assert conflict(replace(STRANGER, **ties), ENTRY) == found


@pytest.mark.parametrize(
    "ties",
    [
        {"recused_from": frozenset({"G2C-02"})},
        {"emails": frozenset({"n@other-hospital.example", "hospital.example@mail.test", "n@example"})},
        {"agencies": (CLINIC,)},  # two agencies under one ministry
        {"agencies": (Agency("top"),)},  # two without a parent are no family
    ],
)
def test_what_only_looks_like_a_tie_is_none(ties):
    assert conflict(replace(STRANGER, **ties), ENTRY) is None


def test_the_strongest_reason_is_the_one_reported():
    everything = {key: value for ties, _ in reversed(CASES) for key, value in ties.items()}
    assert conflict(replace(STRANGER, **everything), ENTRY) == Conflict(ConflictKind.RECUSED)


@given(judges, entries)
def test_no_agency_of_the_entry_is_the_judges_own_parent_child_or_past_when_nothing_is_found(judge, entry):
    found = conflict(judge, entry)
    theirs = [a for a in (entry.lead, *entry.partners) if a]
    tied = any(
        a.key in judge.former
        or any(a.key == own.key or a.key == own.parent or a.parent == own.key for own in judge.agencies)
        for a in theirs
    )
    assert (found is not None) == tied


@given(judges, entries, agencies)
def test_another_partner_never_lifts_a_conflict(judge, entry, partner):
    before = conflict(judge, entry)
    assert before is None or conflict(judge, replace(entry, partners=(*entry.partners, partner))) is not None


@given(entries)
def test_a_recused_judge_is_always_in_conflict(entry):
    assert conflict(JudgeTies("nasser", recused_from=frozenset({"x"})), entry) == Conflict(
        ConflictKind.RECUSED
    )
