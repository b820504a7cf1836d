"""Asking ClamAV about a file, where the operator has switched that on; it fails closed.

The protocol is clamd's INSTREAM: the length of each part in four bytes, the part, and a length of nought at the end. The
answer is one line: `stream: OK`, `stream: <name> FOUND`, or an error.
"""

import socket
import struct
from enum import StrEnum

from awards.kit.logs import log

SECONDS = 30
"""That the scanner may be silent while it is asked."""
_PART = 64 * 1024
_LONGEST_ANSWER = 4096


class Verdict(StrEnum):
    """What the scanner says of a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNKNOWN = "unknown"
    """It could not be asked, or did not say."""


def scanned(data: bytes, address: str, *, seconds: float = SECONDS) -> Verdict:
    """What clamd says of the bytes; whatever goes wrong is logged and no verdict."""
    try:
        answer = _asked(address, b"zINSTREAM\0", data, seconds=seconds)
    except OSError as error:
        log.error("the virus scanner does not answer", address=address, why=str(error))
        return Verdict.UNKNOWN
    if answer.endswith(" FOUND"):
        log.warning("a file is infected", size=len(data), what=answer)
        return Verdict.INFECTED
    if answer == "stream: OK":
        return Verdict.CLEAN
    log.error("the virus scanner gave no verdict", address=address, answer=answer)
    return Verdict.UNKNOWN


def answers(address: str, *, seconds: float = 3) -> bool:
    """Whether a clamd listens there and is alive."""
    try:
        return _asked(address, b"zPING\0", None, seconds=seconds) == "PONG"
    except OSError:
        return False


def _asked(address: str, command: bytes, data: bytes | None, *, seconds: float) -> str:
    with _connected(address, seconds) as connection:
        try:
            connection.sendall(command)
            if data is not None:
                for at in range(0, len(data), _PART):
                    part = data[at : at + _PART]
                    connection.sendall(struct.pack("!I", len(part)) + part)
                connection.sendall(struct.pack("!I", 0))
        except BrokenPipeError:
            pass  # it has made up its mind before the end: what it says is still to be read
        said = b""
        while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER:
            part = connection.recv(_LONGEST_ANSWER)
            if not part:
                break
            said += part
    return said.rstrip(b"\0\n").decode(errors="replace")


def _connected(address: str, seconds: float) -> socket.socket:
    host, _, port = address.rpartition(":")
    if host and port.isdecimal():
        return socket.create_connection((host, int(port)), timeout=seconds)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(seconds)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
