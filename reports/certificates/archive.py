"""Many files as one ZIP, made while it is sent: never more than one of them is held in memory."""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from zipfile import ZipFile, ZipInfo


class _Passing(io.RawIOBase):
    """Takes what is written until somebody fetches it."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def fetched(self) -> bytes:
        held, self._held = bytes(self._held), bytearray()
        return held


def zipped(files: Iterable[tuple[str, Callable[[], bytes]]]) -> Iterator[bytes]:
    """The parts of a ZIP of these files, each read when its turn comes. PDFs are packed already: they are stored."""
    passing = _Passing()
    with ZipFile(passing, "w") as archive:
        for name, read in files:
            archive.writestr(ZipInfo(name), read())
            yield passing.fetched()
    yield passing.fetched()
