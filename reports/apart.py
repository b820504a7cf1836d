"""Long or heavy documents, made in a process of their own: it ends with the document, its memory with it.

The process may take so many seconds of a processor and so much memory and no more, whatever stands in the texts.
"""

import gc
import json
import os
import resource
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from awards.kit.errors import Refusal
from awards.kit.i18n import msg
from awards.kit.logs import log

MEMORY = 2 * 1024**3
"""Bytes of address space; a report of 80 pages takes 630 MB."""

PATIENCE = 5
"""On a busy machine a second of a processor may take as many seconds by the clock."""


class DocumentFailed(Refusal):
    """The document could not be made; the log of the server says why."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            msg("The document could not be made. Try again; if it fails again, tell the operator.")
        )


@dataclass(frozen=True)
class Attachment:
    """A text file inside the PDF, for machines."""

    name: str
    content: str
    description: str


def make_pdf(
    html: str,
    styles: Sequence[str],
    *,
    title: str,
    lang: str,
    author: str,
    created: datetime,
    attachments: Sequence[Attachment] = (),
    pictures: Mapping[str, bytes] | None = None,
    pages: int | None = None,
    seconds: int = 120,
) -> bytes:
    """An archivable, accessible PDF. With `pages`, the first of `styles` that needs no more pages is used.
    `pictures` are JPEG files by the name under which `html` shows them, `asset:pictures/name`.

    Raises DocumentFailed, also if none of `styles` makes it short enough, or if it takes more than `seconds` of a
    processor.
    """
    order = {
        "html": html,
        "styles": list(styles),
        "title": title,
        "lang": lang,
        "author": author,
        "created": created.isoformat(),
        "attachments": [asdict(file) for file in attachments],
        "pictures": {name: b64encode(data).decode() for name, data in (pictures or {}).items()},
        "pages": pages,
        "seconds": seconds,
    }
    command = [sys.executable, "-m", "reports.apart"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603 - nothing from outside
            command,
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=seconds * PATIENCE,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        log.error("document took too long", title=title, seconds=seconds)
        raise DocumentFailed from error
    if done.returncode:
        log.error("document failed", title=title, why=done.stderr.decode(errors="replace")[-2000:])
        raise DocumentFailed
    return done.stdout


def _make(order: dict[str, Any]) -> bytes:
    from reports.pdf import Attached, Metadata, lay_out, write_pdf

    created = datetime.fromisoformat(order["created"])
    pictures = {name: b64decode(data) for name, data in order["pictures"].items()}
    most = order["pages"]
    for style in order["styles"]:
        layout = lay_out(order["html"], css=style, pictures=pictures)
        if most is None or layout.pages <= most:
            break
    else:
        raise SystemExit(f"the document needs more than {most} pages")
    return write_pdf(
        layout,
        metadata=Metadata(order["title"], order["lang"], author=order["author"], created=created),
        attached=[Attached(**file, modified=created) for file in order["attachments"]],
    )


def _main() -> None:
    order = json.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
    gc.disable()
    sys.stdout.buffer.write(_make(order))


if __name__ == "__main__":
    _main()
