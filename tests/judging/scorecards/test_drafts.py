import base64
import uuid

from hypothesis import given
from hypothesis import strategies as st

from judging.scorecards.drafts import draft_key

secrets = st.text(min_size=1)
people = st.uuids()


@given(secrets, people)
def test_a_person_gets_the_same_key_each_time(secret, person):
    assert draft_key(secret, person) == draft_key(secret, person)


@given(secrets, people)
def test_a_key_is_one_of_aes_256(secret, person):
    assert len(base64.b64decode(draft_key(secret, person).key)) == 32


@given(secrets, people, people)
def test_two_people_share_neither_name_nor_key(secret, one, other):
    mine, theirs = draft_key(secret, one), draft_key(secret, other)
    assert (mine.key == theirs.key) == (mine.owner == theirs.owner) == (one == other)


def test_another_server_gives_another_key():
    person = uuid.uuid4()
    assert draft_key("a", person).key != draft_key("b", person).key


@given(secrets, people)
def test_the_name_in_the_browser_gives_neither_key_nor_person_away(secret, person):
    found = draft_key(secret, person)
    assert not base64.b64decode(found.key).hex().startswith(found.owner)
    assert found.owner not in person.hex
