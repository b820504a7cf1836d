"""Pages of attachments as pictures for paper, as many as a document of bearable size holds."""

from collections.abc import Iterable, Iterator
from io import BytesIO

from PIL import Image

from awards.kit.files import FileStore
from judging.blinding.judge_view import ServedFile

MOST_BYTES = 14_000_000
"""Of all pictures of a pack: with its texts and typefaces it stays below some 20 MB."""
MOST_PAGES = 240
_WIDEST = 1100
_QUALITY = 60


def printed(
    files: FileStore,
    wanted: Iterable[tuple[str, ServedFile]],
    *,
    most: int = MOST_BYTES,
    pages: int = MOST_PAGES,
) -> dict[str, list[bytes]]:
    """The pages of each file as JPEG, under the name that it is wanted by.

    A file is in it whole or not at all; one that no longer fits is left out, a smaller one after it may still fit.
    """
    found: dict[str, list[bytes]] = {}
    for name, file in wanted:
        if not 0 < len(file.pages) <= pages:
            continue
        drawn: list[bytes] = []
        room = most
        for picture in _drawn(files, file):
            room -= len(picture)
            if room < 0:
                break
            drawn.append(picture)
        else:
            found[name] = drawn
            most, pages = room, pages - len(drawn)
    return found


def _drawn(files: FileStore, file: ServedFile) -> Iterator[bytes]:
    for digest in file.pages:
        with Image.open(BytesIO(files.get(digest))) as page:
            plain = page.convert("RGB")
        plain.thumbnail((_WIDEST, _WIDEST * 2))
        out = BytesIO()
        plain.save(out, "JPEG", quality=_QUALITY)
        yield out.getvalue()
