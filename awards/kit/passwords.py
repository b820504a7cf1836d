"""Password hashing: Argon2id by passlib, in one thread of its own.

One thread, because each hash takes 19 MiB and 15 ms of a core: a flood of sign-ins must queue here and
not starve the pages of everybody else. The wait is bounded; past it the caller is asked to try again.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as WaitTooLong
from http import HTTPStatus
from typing import TypeVar

from passlib.context import CryptContext

from awards.kit.errors import Refusal
from awards.kit.i18n import msg

T = TypeVar("T")

MIN_LENGTH = 12
MAX_LENGTH = 200
"""Longer input costs time and adds nothing."""

_context = CryptContext(
    schemes=["argon2"], argon2__memory_cost=19456, argon2__time_cost=2, argon2__parallelism=1
)
_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="passwords")
_WAIT_SECONDS = 10
_DUMMY = _context.hash("a password that nobody has")


class Busy(Refusal):
    """Too many passwords wait to be hashed: each takes a good part of a processor."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


def hash_password(password: str) -> str:
    """Hash with Argon2id. Raises Busy after ten seconds in the queue."""
    hashed: str = _in_turn(_context.hash, password)
    return hashed


def verify_password(password: str, hashed: str | None) -> bool:
    """Compare; without a hash (no such person) it does the same work and says no."""
    if len(password) > MAX_LENGTH:
        return False
    matches: bool = _in_turn(_context.verify, password, hashed or _DUMMY)
    return matches and hashed is not None


def _in_turn(call: Callable[..., T], *args: str) -> T:
    future = _pool.submit(call, *args)
    try:
        return future.result(timeout=_WAIT_SECONDS)
    except WaitTooLong as error:
        future.cancel()
        raise Busy(msg("Too many people are signing in at this moment. Try again in a minute.")) from error
