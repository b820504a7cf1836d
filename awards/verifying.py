"""What `tahkim verify` checks of an installation, one line for each thing that holds."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from awards.kit.chain_state import still_holds, verify_chain
from awards.kit.checkpoints import BadCheckpoint, Checkpoint, from_json
from awards.kit.files import FileStore
from awards.kit.signing import fingerprint, is_fingerprint_of
from judging.appeals.logged import rulings_otherwise
from judging.scorecards.proofs import proofs
from judging.sealing.archive import DoesNotHold
from judging.sealing.standing import seals_that_stand


def verified_installation(
    session: Session, files: FileStore, at: datetime, *, checkpoint: bytes | None, key: str | None
) -> Iterator[str]:
    """A line for each thing that holds. Raises DoesNotHold at the first that does not.

    `checkpoint` is the content of an earlier one's file, `key` the fingerprint of the key that must have signed it.
    """
    chain = verify_chain(session, at)
    if chain.broken_at is not None:
        raise DoesNotHold(f"audit log: event {chain.broken_at} does not follow from the one before it")
    yield f"audit log: {chain.events} events, each follows from the one before; the last is {chain.head}"
    if checkpoint is None:
        yield "origin not checked: give --checkpoint to find a log that was cut off or written anew"
    else:
        earlier = genuine_checkpoint(checkpoint, key)
        if not still_holds(session, earlier):
            raise DoesNotHold(
                f"checkpoint: the log does not have its event {earlier.sequence}, {earlier.head}"
            )
        yield f"checkpoint of {earlier.at}: its event {earlier.sequence} is there, signed by {fingerprint(earlier.key)}"
        if key is None:
            yield "key not checked: give --key with the fingerprint that you know"
    found = proofs(session)
    if found.broken:
        raise DoesNotHold(f"receipts: {found.broken[0]}")
    yield f"receipts: {found.receipts} are those of their sheets; {found.sheets} lodged sheets are as they were lodged"
    rulings, otherwise = rulings_otherwise(session)
    if otherwise:
        raise DoesNotHold(f"appeals: {otherwise[0]} is not what the audit log has")
    if rulings:
        yield f"appeals: {rulings} rulings are as the audit log has them"
    yield from seals_that_stand(session, files)


def genuine_checkpoint(content: bytes, key: str | None) -> Checkpoint:
    """The checkpoint in this file, signed by the key of this fingerprint where one is given. Raises DoesNotHold."""
    try:
        checkpoint = from_json(content)
    except BadCheckpoint as error:
        raise DoesNotHold(f"checkpoint: {error}") from error
    if not checkpoint.genuine:
        raise DoesNotHold("checkpoint: its signature is not that of its content")
    if key is not None and not is_fingerprint_of(key, checkpoint.key):
        raise DoesNotHold(
            f"checkpoint: signed by {fingerprint(checkpoint.key)}, not by the key that was given"
        )
    return checkpoint
