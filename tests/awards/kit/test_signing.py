import base64
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.kit.checkpoints import BadCheckpoint, checkpoint_of, from_json, to_json
from awards.kit.signing import KEY_FILE, BadKey, fingerprint, is_fingerprint_of, signed_by, signer
from tests.conftest import NOW


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return signer(tmp_path_factory.mktemp("key"))


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path):
    first, again = signer(tmp_path / "data"), signer(tmp_path / "data")
    assert first.public == again.public
    assert stat.S_IMODE((tmp_path / "data" / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == [KEY_FILE]
    assert signer(tmp_path / "other").public != first.public


def test_a_file_that_is_no_key_is_named(tmp_path):
    (tmp_path / KEY_FILE).write_bytes(b"not a key")
    with pytest.raises(BadKey, match=KEY_FILE):
        signer(tmp_path)


def test_a_signature_holds_for_its_content_and_key_alone(key, tmp_path):
    signature = key.sign(b"content")
    assert signed_by(key.public, b"content", signature)
    assert not signed_by(key.public, b"other", signature)
    assert not signed_by(signer(tmp_path).public, b"content", signature)
    for wrong in ("", "?", base64.b64encode(b"short").decode()):
        assert not signed_by(key.public, b"content", wrong)
        assert not signed_by(wrong, b"content", signature)


def test_a_fingerprint_is_compared_however_it_was_written_down(key):
    printed = fingerprint(key.public)
    assert is_fingerprint_of(printed.upper().replace("-", " "), key.public)
    assert not is_fingerprint_of(printed[:-1], key.public)


@given(st.data())
def test_a_checkpoint_with_any_sign_changed_is_not_genuine(key, data):
    checkpoint = checkpoint_of(key, sequence=7, head="ab" * 32, at=NOW)
    assert from_json(to_json(checkpoint)) == checkpoint
    assert checkpoint.genuine
    text = to_json(checkpoint).rstrip("\n")
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from('0123456789abcdefxyz"{}:, +').filter(lambda sign: sign != text[at]))
    try:
        changed = from_json(text[:at] + other + text[at + 1 :])
    except BadCheckpoint:
        return
    assert changed == checkpoint or not changed.genuine


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ("[]", "must hold sequence, head, at, key, signature"),
        ('{"sequence": 1}', "must hold"),
        (
            '{"sequence": true, "head": "", "at": "", "key": "", "signature": ""}',
            "sequence is no whole number",
        ),
    ],
)
def test_what_is_no_checkpoint_says_why(text, says):
    with pytest.raises(BadCheckpoint, match=says):
        from_json(text)
