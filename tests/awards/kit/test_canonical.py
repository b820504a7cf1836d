import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.kit.canonical import canonical_json

values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()
    ),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=12,
).filter(lambda value: "\\ud" not in json.dumps(value))


@given(values)
def test_what_is_read_back_gives_the_same_bytes(value):
    assert canonical_json(json.loads(canonical_json(value))) == canonical_json(value)
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(st.integers(0, 200), st.integers(), min_size=2))
def test_the_order_and_kind_of_keys_leave_no_trace(numbers):
    backwards = {str(key): numbers[key] for key in reversed(numbers)}
    assert canonical_json(numbers) == canonical_json(backwards)


def test_arabic_is_written_as_itself_in_utf_8():
    assert canonical_json({"b": [1, (2,)], "a": "جهة"}) == '{"a":"جهة","b":[1,[2]]}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", {"x": object()}, b"bytes"])
def test_what_json_does_not_hold_is_refused(value):
    with pytest.raises((TypeError, ValueError)):
        canonical_json(value)
