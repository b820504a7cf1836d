"""Who has a seat and who waits."""

from hypothesis import given
from hypothesis import strategies as st

from awards.events.seats import moved_up, seats

PEOPLE = st.lists(st.integers(0, 40), unique=True, max_size=20)
CAPACITY = st.none() | st.integers(1, 12)


@given(PEOPLE, CAPACITY)
def test_everybody_either_has_a_seat_or_waits_and_first_come_is_first_seated(came, capacity):
    seated, waiting = seats(came, capacity)
    assert [*seated, *waiting] == came
    assert len(seated) == (len(came) if capacity is None else min(capacity, len(came)))


@given(PEOPLE.filter(bool), CAPACITY, st.data())
def test_whoever_leaves_takes_nobodys_seat_and_gives_theirs_to_the_first_who_waits(came, capacity, data):
    leaves = data.draw(st.sampled_from(came))
    after = [each for each in came if each != leaves]
    seated, waiting = seats(came, capacity)
    now, _ = seats(after, capacity)
    assert set(seated) - {leaves} <= set(now)
    up = moved_up(came, after, capacity, capacity)
    assert up == (waiting[:1] if leaves in seated else ())
    assert set(now) == (set(seated) - {leaves}) | set(up)


@given(PEOPLE, st.integers(1, 12), st.integers(0, 12))
def test_more_seats_go_to_those_who_wait_in_their_order(came, capacity, more):
    up = moved_up(came, came, capacity, capacity + more)
    assert up == seats(came, capacity)[1][:more]


@given(PEOPLE, st.integers(1, 12), st.integers(50, 60))
def test_whoever_comes_last_moves_nobody(came, capacity, last):
    assert set(seats(came, capacity)[0]) <= set(seats([*came, last], capacity)[0])
    assert moved_up(came, [*came, last], capacity, capacity) == ()
