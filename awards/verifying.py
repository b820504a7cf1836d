"""What `tahkim verify` checks of an installation, one line for each thing that holds."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from awards.kit.chain_state import still_holds, verify_chain
from awards.kit.checkpoints import BadCheckpoint, Checkpoint, from_json
from awards.kit.signing import fingerprint, is_fingerprint_of
from judging.scorecards.proofs import proofs


class Failed(Exception):
    """The first thing that does not hold, in words."""


def verified_installation(
    session: Session, at: datetime, *, checkpoint: bytes | None, key: str | None
) -> Iterator[str]:
    """A line for each thing that holds. Raises Failed at the first that does not.

    `checkpoint` is the content of an earlier one's file, `key` the fingerprint of the key that must have signed it.
    """
    chain = verify_chain(session, at)
    if chain.broken_at is not None:
        raise Failed(f"audit log: event {chain.broken_at} does not follow from the one before it")
    yield f"audit log: {chain.events} events, each follows from the one before; the last is {chain.head}"
    if checkpoint is None:
        yield "origin not checked: give --checkpoint to find a log that was cut off or written anew"
    else:
        earlier = genuine_checkpoint(checkpoint, key)
        if not still_holds(session, earlier):
            raise Failed(f"checkpoint: the log does not have its event {earlier.sequence}, {earlier.head}")
        yield f"checkpoint of {earlier.at}: its event {earlier.sequence} is there, signed by {fingerprint(earlier.key)}"
        if key is None:
            yield "key not checked: give --key with the fingerprint that you know"
    found = proofs(session)
    if found.broken:
        raise Failed(f"receipts: {found.broken[0]}")
    yield f"receipts: {found.receipts} are those of their sheets; {found.sheets} lodged sheets are as they were lodged"


def genuine_checkpoint(content: bytes, key: str | None) -> Checkpoint:
    """The checkpoint in this file, signed by the key of this fingerprint where one is given. Raises Failed."""
    try:
        checkpoint = from_json(content)
    except BadCheckpoint as error:
        raise Failed(f"checkpoint: {error}") from error
    if not checkpoint.genuine:
        raise Failed("checkpoint: its signature is not that of its content")
    if key is not None and not is_fingerprint_of(key, checkpoint.key):
        raise Failed(f"checkpoint: signed by {fingerprint(checkpoint.key)}, not by the key that was given")
    return checkpoint
