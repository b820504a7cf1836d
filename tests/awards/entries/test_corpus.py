"""Each file of the corpus is refused with a reason, or comes out as a copy with nothing of it; within bounds."""

import io
import resource
import subprocess
import time

import pikepdf
import pytest
from PIL import Image

from awards.entries import files_apart
from awards.entries.files import FileKind, NotAllowedFile, Problem, cleaned
from awards.entries.files_apart import cleaned_apart
from tests.awards.entries import corpus
from tests.awards.entries.hostile_files import TOKEN, VISIBLE, everything_in, jpeg, pdf, picture, png
from tests.awards.entries.test_files import holds_token

BOUND = 120
"""Seconds that no file may take, on a machine that is busy with others."""


def outcome(data: bytes) -> tuple[Problem | FileKind, bytes]:
    """What becomes of a file in the process that it is opened in."""
    before = time.monotonic()
    try:
        return cleaned_apart(data)
    except NotAllowedFile as refused:
        return refused.reason, b""
    finally:
        assert time.monotonic() - before < BOUND


@pytest.mark.parametrize("name", corpus.POLYGLOTS)
def test_of_two_kinds_of_file_at_once_only_the_one_that_is_taken_is_left(name):
    kind, clean = cleaned(corpus.POLYGLOTS[name])
    assert kind.name.lower() == name.split("_")[0].replace("html", "pdf")
    everything = everything_in(clean) if kind is FileKind.PDF else clean
    assert not holds_token(everything)
    for trace in (b"<script", b"<html", b"PK\x03\x04", b"PK\x05\x06"):
        assert trace not in clean


@pytest.mark.parametrize("name", corpus.NOT_TAKEN)
def test_what_begins_as_something_else_is_not_taken(name):
    with pytest.raises(NotAllowedFile) as refused:
        cleaned(corpus.NOT_TAKEN[name])
    assert refused.value.reason is Problem.NOT_A_KIND_WE_TAKE


@pytest.mark.parametrize("name", corpus.ACTIVE)
def test_a_pdf_that_does_something_comes_out_doing_nothing(name):
    everything = everything_in(cleaned(corpus.ACTIVE[name])[1])
    assert VISIBLE.encode() in everything
    assert not holds_token(everything)
    for trace in (b"/Launch", b"/JavaScript", b"/JS", b"/XFA", b"/SubmitForm", b"/RichMedia", b"/OpenAction"):
        assert trace not in everything


def test_ten_thousand_pages_are_taken_or_refused_in_time():
    what, clean = outcome(corpus.many_pages(10_000))
    if what is FileKind.PDF:
        with pikepdf.open(io.BytesIO(clean)) as opened:
            assert len(opened.pages) == 10_000
    else:
        assert what is Problem.TOO_COMPLEX


@pytest.mark.parametrize("depth", [50, 400, 3_000, 200_000])
@pytest.mark.parametrize("pair", [(b"[", b"]"), (b"<</A ", b">>")], ids=["array", "dictionary"])
def test_an_object_within_an_object_within_an_object_harms_nobody(depth, pair):
    what, clean = outcome(corpus.nested(depth, *pair))
    assert what in (FileKind.PDF, Problem.DAMAGED, Problem.TOO_COMPLEX)
    assert b"/Deep" not in clean


def test_a_page_tree_that_bites_its_tail_is_refused():
    assert outcome(corpus.page_tree_that_bites_its_tail())[0] in (Problem.DAMAGED, Problem.TOO_COMPLEX)


@pytest.mark.parametrize(
    "make",
    [corpus.packed_thrice, corpus.object_stream_bomb, corpus.png_with_a_packed_text,
     corpus.png_with_more_pixels_than_it_says],
)  # fmt: skip
def test_what_unpacks_to_gigabytes_takes_no_gigabytes_of_the_server(make):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    data = make(150)
    assert len(data) < 1_000_000
    made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    what, clean = outcome(data)
    assert what in (*FileKind, Problem.DAMAGED, Problem.TOO_COMPLEX)
    assert len(clean) < 2_000_000
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after - max(before, made) < 50_000
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < files_apart.MEMORY


def test_a_picture_in_many_parts_is_taken_or_refused_in_time():
    assert outcome(corpus.png_of_many_parts(200_000))[0] in (FileKind.PNG, Problem.DAMAGED)


def test_of_an_animation_only_the_picture_that_is_seen_first_is_left():
    kind, clean = cleaned(corpus.animated_png())
    assert kind is FileKind.PNG
    for trace in (b"acTL", b"fcTL", b"fdAT"):
        assert trace not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert getattr(image, "n_frames", 1) == 1
        assert image.tobytes() == picture().tobytes()


@pytest.mark.parametrize("make", [corpus.jpeg_with_gps, corpus.png_with_a_profile])
def test_where_a_picture_was_taken_and_what_its_profile_says_is_gone(make):
    data = make()
    clean = cleaned(data)[1]
    assert not holds_token(clean)
    with Image.open(io.BytesIO(clean)) as image:
        assert "icc_profile" not in image.info
        assert not image.getexif()


@pytest.mark.parametrize("whole", [pdf(), png(), jpeg()], ids=["pdf", "png", "jpeg"])
def test_a_file_cut_off_anywhere_is_refused_or_clean(whole):
    for length in range(8, len(whole), max(1, len(whole) // 40)):
        try:
            clean = cleaned(whole[:length])[1]
        except NotAllowedFile:
            continue
        assert not holds_token(everything_in(clean) if clean.startswith(b"%PDF") else clean)


def test_a_file_that_needs_too_much_time_or_memory_is_refused_and_no_process_is_left(monkeypatch):
    def stuck(*_, **__):
        raise subprocess.TimeoutExpired("clean", 1)

    monkeypatch.setattr(subprocess, "run", stuck)
    assert outcome(pdf())[0] is Problem.TOO_COMPLEX


def test_a_process_that_dies_refuses_the_file(monkeypatch):
    monkeypatch.setattr(files_apart, "sys", type("Fake", (), {"executable": "/bin/false", "path": []}))
    assert outcome(pdf())[0] is Problem.TOO_COMPLEX


def test_the_process_knows_none_of_the_servers_settings(monkeypatch):
    seen = {}
    monkeypatch.setenv("TAHKIM_SECRET", TOKEN)

    def look(*_, env, **__):
        seen.update(env)
        return subprocess.CompletedProcess([], 0, stdout=b"damaged\n")

    monkeypatch.setattr(subprocess, "run", look)
    assert outcome(pdf())[0] is Problem.DAMAGED
    assert TOKEN not in seen.values()
