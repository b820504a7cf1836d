"""Any number of entries and judges: which texts are entered, by whom, and whether the jury can read them."""

from collections import Counter
from itertools import product

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.cli import main
from awards.demo import fixtures
from awards.demo.cast import all_judges, entering_too, entrant_agencies, jury
from awards.demo.entering import Entering
from awards.demo.fixtures import FixtureEntry
from awards.demo.names import full_names
from awards.demo.size import (
    FEWEST_JUDGES,
    MOST_ENTRIES,
    MOST_JUDGES,
    SHEETS_PER_ENTRY,
    fewest_judges,
    refusal,
    usual_judges,
)
from awards.demo.spread import chosen
from awards.directory.rows import agencies_from_fixtures
from awards.entries.completeness import TITLE_LENGTH
from judging.assignments.flow import who_reads_what
from judging.assignments.plan import Plan, Reader, Reading
from judging.recusals.conflicts import Agency, EntryTies, JudgeTies, conflict

COUNTS = Counter(entry.category for entry in fixtures.entries())
TOTAL = sum(COUNTS.values())
LIMIT = 2
"""Entries of an agency in a category."""

published = st.fixed_dictionaries(
    {
        code: st.sets(st.sampled_from([e.key for e in fixtures.entries() if e.category == code]), max_size=7)
        for code in COUNTS
    }
).map(lambda won: set().union(*won.values()))
"""More winners in a category than there are spares, too."""
counts = st.integers(1, MOST_ENTRIES)


def entered(entries: list[FixtureEntry], barred: set[tuple[str, str]]) -> list[str | None]:
    there = entrant_agencies()
    others, branches = entering_too(there, entries)
    entering = Entering([*there, *others, *(branch.code for branch in branches)], barred, LIMIT)
    return [entering.agency_for(entry, later=True) for entry in entries]


@given(published, counts)
def test_a_published_text_is_never_judged_and_a_text_of_its_category_stands_in(
    won: set[str], count: int
) -> None:
    as_they_are, picked = chosen(count), chosen(count, won)
    assert len(picked) == count
    assert [e.category for e in picked] == [e.category for e in as_they_are]
    assert {e.text_key for e in picked} & won == set()
    if count <= TOTAL:
        assert [e for e in as_they_are if e.key not in won] == [e for e in picked if e in fixtures.entries()]


@given(published, counts)
def test_entries_are_spread_over_the_categories_as_the_fixtures_are(won: set[str], count: int) -> None:
    there = Counter(entry.category for entry in chosen(count, won))
    assert all(abs(there[code] - share * count / TOTAL) < 1 for code, share in COUNTS.items())


@given(published, counts)
def test_no_two_entries_have_the_same_title_or_key(won: set[str], count: int) -> None:
    picked = chosen(count, won)
    assert len({e.key for e in picked}) == count
    assert len({(e.text.get("title_ar"), e.text.get("title_en")) for e in picked}) == count
    assert all(len(e.text.get(f"title_{x}", "")) <= TITLE_LENGTH for e in picked for x in ("ar", "en"))


@given(counts)
def test_a_text_that_comes_again_names_nobody(count: int) -> None:
    more = [e for e in chosen(count) if e.repeats]
    originals = {e.key: e for e in (*fixtures.entries(), *fixtures.spares())}
    assert not any(e.names_itself for e in more)
    for entry in more:
        for lang in ("ar", "en"):
            if title := entry.text.get(f"title_{lang}"):
                nth = entry.key.rpartition("-")[2]
                assert title == f"{originals[entry.repeats].text[f'title_{lang}']} ({nth})"


@settings(max_examples=15)
@given(published, counts, st.randoms(use_true_random=False))
def test_nobody_enters_more_than_they_may_nor_one_text_twice(won: set[str], count: int, draw) -> None:  # type: ignore[no-untyped-def]
    there = entrant_agencies()
    barred = {(code, category) for category in COUNTS for code in draw.sample(there, 5)}
    entries = chosen(count, won)
    agencies = entered(entries, barred)
    pairs = [(code, entry) for code, entry in zip(agencies, entries, strict=True) if code is not None]
    assert len(pairs) == sum(entry.agency is not None for entry in entries)
    taken = Counter((code, entry.category) for code, entry in pairs)
    assert max(taken.values(), default=0) <= LIMIT
    assert taken.keys() & barred == set()
    assert max(Counter((code, entry.text_key) for code, entry in pairs).values(), default=1) == 1
    assert not any(code in entry.partners for code, entry in pairs)
    people = Counter(e.person_ar for e in entries if e.agency is None)
    assert max(people.values(), default=1) == 1


def test_the_organiser_and_its_branches_never_enter() -> None:
    others, branches = entering_too(entrant_agencies(), chosen(MOST_ENTRIES))
    organiser = fixtures.toml("award")["organiser"]
    assert organiser not in {*entrant_agencies(), *others}
    assert branches
    assert organiser not in {branch.parent for branch in branches}


def test_branches_are_agencies_of_their_own_below_their_ministry() -> None:
    known = {row.code for row in agencies_from_fixtures()}
    branches = fixtures.branches()
    assert {branch.parent for branch in branches} <= known
    for field in ("code", "name_ar", "name_en", "domains"):
        assert len({getattr(branch, field) for branch in branches}) == len(branches)


def test_the_fixtures_jury_is_seated_whole_and_a_larger_one_has_names_of_its_own() -> None:
    assert jury(24) == list(range(24))
    assert {j.name_en for j in all_judges(24)} == {j.name_en for j in fixtures.judges()}
    judges = all_judges(MOST_JUDGES)
    assert jury(MOST_JUDGES) == list(range(MOST_JUDGES))
    assert judges[:24] == all_judges(24)
    for lang in ("ar", "en"):
        assert len({getattr(judge, f"name_{lang}") for judge in judges}) == MOST_JUDGES
    origins = Counter(judge.origin for judge in judges)
    shares = Counter(judge.origin for judge in fixtures.judges())
    assert all(abs(origins[o] - n * MOST_JUDGES / 24) < 8 for o, n in shares.items())


@given(st.sampled_from(["SA", "TN", "FR"]), st.sampled_from("mf"))
def test_a_country_has_each_name_once(country: str, gender: str) -> None:
    names = full_names(country, gender, "x")
    assert len(set(names)) == len(names) >= 20


@given(st.integers(FEWEST_JUDGES, 24), st.sampled_from([frozenset({"ar"}), frozenset({"en"})]))
def test_the_smallest_juries_have_enough_who_are_tied_to_nobody_and_read_both_languages(
    size: int, language: frozenset[str]
) -> None:
    members = [all_judges(24)[i] for i in jury(size)]
    assert len(members) == size
    free = [j for j in members if language <= j.reads and not j.affiliation and not j.former]
    assert len(free) >= FEWEST_JUDGES == SHEETS_PER_ENTRY + 2


@pytest.mark.parametrize("count", [1, 7, 36, 60, 184, 400, 1000])
def test_the_smallest_jury_can_read_every_entry_and_do_without_one_of_its_judges(count: int) -> None:
    entries = chosen(count)
    rows = {row.code: row for row in (*agencies_from_fixtures(), *fixtures.branches())}
    known = {code: Agency(code, row.parent or None, frozenset(row.domains)) for code, row in rows.items()}
    readings = [
        Reading(e.key, e.category, frozenset({"ar", "en"} if e.language == "both" else {e.language}))
        for e in entries
    ]
    seats = {i: all_judges(fewest_judges(count))[i] for i in jury(fewest_judges(count))}
    judges = {
        i: JudgeTies(i, (known[seat.affiliation],) if seat.affiliation else (), frozenset(seat.former))
        for i, seat in seats.items()
    }
    ties = [
        EntryTies(e.key, known[code] if code else None, tuple(known[p] for p in e.partners))
        for e, code in zip(entries, entered(entries, set()), strict=True)
    ]
    conflicts = {(i, tie.entry) for (i, judge), tie in product(judges.items(), ties) if conflict(judge, tie)}

    def plan(without: int | None, kept: set[tuple[int, str]], barred: set[tuple[int, str]]) -> Plan[int, str]:
        readers = [
            Reader(i, s.origin, s.reads, frozenset(s.expertise), 0 if i == without else s.capacity)
            for i, s in seats.items()
        ]
        found = who_reads_what(
            readings, readers, sheets=SHEETS_PER_ENTRY, seed=1, conflicts=barred, kept=kept
        )
        assert isinstance(found, Plan)
        return found

    first = set(plan(None, set(), conflicts).assignments)
    ill = min(seats)
    lost = {pair for pair in first if pair[0] == ill}
    plan(ill, first - lost, conflicts | lost)


@given(counts, st.integers(-5, 500))
def test_a_size_is_refused_in_one_sentence_with_the_smallest_jury_that_would_do(
    count: int, judges: int
) -> None:
    reason = refusal(count, judges)
    assert (reason is None) == (fewest_judges(count) <= judges <= MOST_JUDGES)
    if reason:
        assert f"from {fewest_judges(count)} to {MOST_JUDGES}" in reason
        assert "\n" not in reason
    assert refusal(count, usual_judges(count)) is None


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (["--entries", "184", "--judges", "8"], "it must be from 23 to 400"),
        (["--entries", "24", "--judges", "5"], "it must be from 6 to 400"),
        (["--judges", "401"], "it must be from 23 to 400"),
        (["--entries", "0"], "it must be from 1 to 2000"),
        (["--entries", "2001"], "it must be from 1 to 2000"),
    ],
)
def test_the_command_refuses_before_anything_is_built(size: list[str], said: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "demo"
    result = CliRunner().invoke(main, ["demo", "--no-serve", "--data-dir", str(folder), *size])
    assert result.exit_code == 2
    assert said in result.output
    assert not folder.exists()
