"""Many certificates on several processor cores."""

import gc
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import count
from multiprocessing import get_context
from typing import TypeVar

from reports.certificates.render import render_certificate
from reports.certificates.stamp import Stamp
from reports.certificates.static import keep_stamp, stamp_of
from reports.certificates.static_words import StaticWords, static_words
from reports.certificates.wording import CertificateWording

T = TypeVar("T")

_COLLECT_EVERY = 100
"""Certificates after which a worker, which runs without the collector, frees their cycles: half a megabyte each."""
_made = count(1)


def render_certificates(
    wordings: Sequence[CertificateWording],
    write: Callable[[CertificateWording, bytes], T],
    *,
    processes: int = 2,
    on_done: Callable[[int], None] = lambda _: None,
) -> list[T]:
    """Make a certificate for each wording; returns what `write` returned, in the same order.

    `write` is called in the worker processes, so it must be picklable; `on_done` is called here with the number
    of certificates that are done. Raises WordingRefused before anything is written if a shared text does not fit,
    BrokenProcessPool if a worker dies. What was written before an error stays.
    """
    processes = min(processes, len(wordings))
    stamps = {words: stamp_of(words) for words in map(static_words, wordings)}
    make = partial(_make, write)
    if processes <= 1:
        return _counted(map(make, wordings), on_done)
    with tempfile.TemporaryDirectory(prefix="certificates-") as scratch:
        pool = ProcessPoolExecutor(
            processes,
            mp_context=get_context("spawn"),
            initializer=_start_worker,
            initargs=(stamps, scratch),
        )
        with pool:
            return _counted(pool.map(make, wordings), on_done)


def _counted(results: Iterable[T], on_done: Callable[[int], None]) -> list[T]:
    done = []
    for result in results:
        done.append(result)
        on_done(len(done))
    return done


def _make(write: Callable[[CertificateWording, bytes], T], wording: CertificateWording) -> T:
    result = write(wording, render_certificate(wording))
    if not gc.isenabled() and next(_made) % _COLLECT_EVERY == 0:
        gc.collect()
    return result


def _start_worker(stamps: dict[StaticWords, Stamp], scratch: str) -> None:
    """Take over what the parent has prepared, and its folder for temporary files, which it clears away."""
    tempfile.tempdir = scratch
    for words, stamp in stamps.items():
        keep_stamp(words, stamp)
    gc.collect()
    gc.freeze()
    gc.disable()
