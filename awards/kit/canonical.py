"""One way to write a value as bytes, so that its digest can be worked out again."""

import json
from typing import Any


def canonical_json(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no blanks, of the value as it reads back from a JSON column.

    (So a tuple counts as a list and a number as a key counts as text.) Raises TypeError for what JSON does not
    hold, ValueError for NaN, infinities and lone surrogates.
    """
    stored = json.loads(json.dumps(value, allow_nan=False))
    return json.dumps(
        stored, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()
