import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from awards.entries.jpeg_segments import without_metadata
from tests.awards.entries.hostile_files import TOKEN, jpeg, picture


def encoded(**options) -> bytes:
    out = io.BytesIO()
    picture(options.pop("mode", "RGB"), (64, 48)).save(out, "JPEG", **options)
    return out.getvalue()


@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"mode": "L"}, {"mode": "CMYK"}, {"restart_marker_blocks": 2}]
)
def test_pixels_are_untouched(options):
    data = encoded(**options)
    assert Image.open(io.BytesIO(without_metadata(data))).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_comments_exif_and_what_follows_the_end_are_gone():
    data = jpeg()
    cleaned = without_metadata(data)
    assert data.count(TOKEN.encode()) == 3
    assert TOKEN.encode() not in cleaned
    assert cleaned.endswith(b"\xff\xd9")


def test_a_second_pass_changes_nothing():
    once = without_metadata(jpeg())
    assert without_metadata(once) == once


METADATA = (*range(0xE1, 0xEE), 0xEF, 0xFE)
KEPT = (0xC0, 0xC4, 0xDB, 0xDD, 0xE0, 0xEE)
segments = st.lists(st.tuples(st.sampled_from(METADATA + KEPT), st.binary(max_size=40)))


def written(run) -> bytes:
    return b"".join(bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body for marker, body in run)


@given(segments, st.binary(max_size=40))
def test_exactly_the_segments_that_say_how_to_read_the_picture_are_kept(run, behind):
    kept = [segment for segment in run if segment[0] in KEPT]
    assert without_metadata(b"\xff\xd8" + written(run) + b"\xff\xd9" + behind) == (
        b"\xff\xd8" + written(kept) + b"\xff\xd9"
    )


@given(st.binary(min_size=2, max_size=200).filter(lambda data: data[0] != 0xFF))
def test_bytes_that_are_no_run_of_segments_are_refused(data):
    for start in (b"", b"\xff\xd8"):
        with pytest.raises(ValueError, match="not a run"):
            without_metadata(start + data)


def test_a_segment_that_does_not_fit_is_refused():
    data = jpeg()
    at = data.index(b"\xff\xdb") + 2
    with pytest.raises(ValueError, match="does not fit"):
        without_metadata(data[:at] + b"\xff\xff" + data[at + 2 :])
    with pytest.raises(ValueError, match="not a run"):
        without_metadata(b"plain text")


def test_only_the_end_may_be_missing():
    data = encoded()
    assert without_metadata(data[:-2]) == without_metadata(data)[:-2]


@given(st.integers(0, 2000))
def test_a_jpeg_cut_off_anywhere_gives_nothing_of_its_metadata_away(length):
    cut = jpeg()[:length]
    with suppress(ValueError):
        assert TOKEN.encode() not in without_metadata(cut)
