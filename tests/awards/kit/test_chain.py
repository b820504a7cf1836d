import hashlib
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from awards.kit.chain import GENESIS, event_digest, first_broken

words = st.text(alphabet='abجهة \n"\\', max_size=8)
events = st.dictionaries(
    words, st.one_of(words, st.integers(), st.none(), st.lists(words, max_size=2)), max_size=4
)
histories = st.lists(events, min_size=1, max_size=8)


def chained(history):
    links, previous = [], GENESIS
    for event in history:
        previous = event_digest(previous, event)
        links.append((event, previous))
    return links


def test_the_digest_is_what_its_description_says():
    plain = ("0" * 64 + '\n{"action":"entry.submitted","who":"جهة"}').encode()
    event = {"who": "جهة", "action": "entry.submitted"}
    assert event_digest(GENESIS, event) == hashlib.sha256(plain).hexdigest()


@given(histories)
def test_an_untouched_chain_holds_also_after_a_round_through_json(history):
    assert (
        first_broken([(json.loads(json.dumps(event)), digest) for event, digest in chained(history)]) is None
    )


@given(histories, events, st.data())
def test_a_changed_event_is_found_where_it_stands(history, other, data):
    at = data.draw(st.integers(0, len(history) - 1))
    assume(other != history[at])
    links = chained(history)
    links[at] = (other, links[at][1])
    assert first_broken(links) == at


@given(histories, st.data())
def test_a_removed_event_breaks_the_one_after_it(history, data):
    assume(len(history) > 1)
    at = data.draw(st.integers(0, len(history) - 2))
    links = chained(history)
    del links[at]
    assert first_broken(links) == at


@given(histories, st.data())
def test_a_changed_event_with_a_fitting_digest_breaks_the_next(history, data):
    assume(len(history) > 1)
    at = data.draw(st.integers(0, len(history) - 2))
    links = chained(history)
    forged = {**history[at], "forged": True}
    links[at] = (forged, event_digest(links[at - 1][1] if at else GENESIS, forged))
    assert first_broken(links) == at + 1


@given(histories, st.data())
def test_checking_may_begin_at_a_checkpoint(history, data):
    at = data.draw(st.integers(0, len(history) - 1))
    links = chained(history)
    previous = links[at - 1][1] if at else GENESIS
    assert first_broken(links[at:], previous) is None
    assert first_broken(links[at:], "f" * 64) == 0


def test_an_empty_chain_holds():
    assert first_broken([]) is None


def test_a_previous_digest_of_another_length_is_refused():
    with pytest.raises(ValueError, match="64"):
        event_digest("", {})
