"""Whatever happens in whatever order, a member who stands aside never reads an item."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from judging.deliberations.room.agenda import agenda_of
from judging.deliberations.room.panel import Bench, Member
from judging.panels.chairs import Officers
from judging.tally.document import CategoryTally, EntryLine, FinalLine

SEATS = [uuid.UUID(int=n) for n in range(1, 5)]
ENTRIES = [uuid.UUID(int=n) for n in range(11, 15)]
pairs = st.frozensets(st.tuples(st.sampled_from(SEATS), st.sampled_from(ENTRIES)))
officers = st.builds(Officers, st.none() | st.sampled_from(SEATS), st.none() | st.sampled_from(SEATS))


@st.composite
def benches(draw):
    lodged = draw(pairs)
    members = {
        seat: Member(seat, seat, "", "", {entry: "X" for judge, entry in lodged if judge == seat})
        for seat in draw(st.sets(st.sampled_from(SEATS)))
    }
    return Bench(members, draw(officers), draw(pairs), draw(st.booleans()))


@given(benches(), st.sampled_from(SEATS), st.sampled_from(ENTRIES))
def test_who_stands_aside_or_is_no_member_neither_sees_nor_reads_nor_chairs_nor_is_present(
    bench, seat, entry
):
    if (seat, entry) in bench.aside or seat not in bench.members:
        assert not bench.sees(seat, entry)
        assert not bench.reads_sheets(seat, entry)
        assert not bench.chairs(seat, entry)
        assert seat not in {member.judge_id for member in bench.may_be_present(entry)}


@given(benches(), st.sampled_from(ENTRIES))
def test_each_member_is_in_the_room_or_out_of_it_and_one_at_most_keeps_the_record(bench, entry):
    inside = {member.judge_id for member in bench.may_be_present(entry)}
    outside = {member.judge_id for member in bench.out_of_the_room(entry)}
    assert inside | outside == bench.members.keys()
    assert not inside & outside
    assert sum(bench.chairs(seat, entry) for seat in SEATS) <= 1


@given(benches(), st.sampled_from(SEATS), st.sampled_from(ENTRIES))
def test_by_the_strict_rule_only_who_lodged_a_sheet_reads_the_others(bench, seat, entry):
    if bench.reads_sheets(seat, entry) and not bench.open_to_all:
        assert entry in bench.members[seat].codes


def line(n: int, rank: int | None, *, finalist: bool = False) -> EntryLine:
    return EntryLine(ENTRIES[n], n, "", "", "", "", (), "1", "1", rank, (), None, {}, (), finalist=finalist)


def category(*lines: EntryLine) -> CategoryTally:
    return CategoryTally(uuid.UUID(int=1), "G2C", "", "", 1, (), (), lines)


def test_the_agenda_has_the_ranked_finalists_or_else_the_places_and_two_ranks_more():
    found = category(line(0, 1, finalist=True), line(1, 3), line(2, 4), line(3, None, finalist=True))
    assert agenda_of(found, None) == ENTRIES[:2]
    assert agenda_of(found, FinalLine(pools=True, scoring_min_sheets=3)) == ENTRIES[:1]
