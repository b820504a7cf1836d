"""Names for judges in results: the same for all of a round, telling nothing of who they are."""

import hashlib
import uuid
from collections.abc import Iterable


def judge_pseudonyms(round_id: uuid.UUID, judges: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Judge → `J01`, `J02`, …, in an order that follows neither names nor seats.

    The order comes from digests over the round and the judge, so that a corrected tally calls everybody by the
    same name and another round does not.
    """
    shuffled = sorted(set(judges), key=lambda judge: hashlib.sha256(round_id.bytes + judge.bytes).digest())
    width = max(2, len(str(len(shuffled))))
    return {judge: f"J{n:0{width}d}" for n, judge in enumerate(shuffled, start=1)}
