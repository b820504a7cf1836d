"""Files from outside are opened in a process of their own, which ends with the file.

It may take so many seconds and so much memory and no more, writes no file, and knows none of the server's settings:
what a file does to a reader of PDFs or pictures, it does there.
"""

import os
import resource
import subprocess
import sys

from awards.entries.files import FileKind, NotAllowedFile, Problem, cleaned
from awards.kit.logs import log

SECONDS = 40
"""Of work; a large picture takes two."""
MEMORY = 1536 * 1024**2
"""Bytes of address space; the largest picture that is taken needs about 900 MB."""
_SLACK = 20
"""Seconds beyond those of work, for a machine that is busy with others."""


def cleaned_apart(data: bytes) -> tuple[FileKind, bytes]:
    """As `files.cleaned`; a file that takes more than its share is too complex. Raises NotAllowedFile."""
    command = [sys.executable, "-m", "awards.entries.files_apart"]
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.defpath}
    try:
        done = subprocess.run(  # noqa: S603 - nothing from outside
            command,
            input=data,
            capture_output=True,
            timeout=SECONDS + _SLACK,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        log.warning("file took too long", size=len(data))
        raise NotAllowedFile(Problem.TOO_COMPLEX) from error
    if done.returncode:
        why = done.stderr.decode(errors="replace")[-1000:]
        log.warning("file could not be cleaned", size=len(data), code=done.returncode, why=why)
        raise NotAllowedFile(Problem.TOO_COMPLEX)
    word, _, clean = done.stdout.partition(b"\n")
    if word.decode() in {kind.value for kind in FileKind}:
        return FileKind(word.decode()), clean
    raise NotAllowedFile(Problem(word.decode()))


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        kind, clean = cleaned(sys.stdin.buffer.read())
    except NotAllowedFile as refused:
        word, clean = refused.reason.value, b""
    except (MemoryError, RecursionError):
        word, clean = Problem.TOO_COMPLEX.value, b""
    else:
        word = kind.value
    sys.stdout.buffer.write(word.encode() + b"\n" + clean)


if __name__ == "__main__":
    _main()
