"""A small cache of what was asked for last."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class RecentlyUsed(Generic[K, V]):
    """What was asked for last, `size` at most; safe between threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, keys: Iterable[K]) -> dict[K, V]:
        """Those of `keys` that are held."""
        with self._lock:
            found = {key: self._held[key] for key in keys if key in self._held}
            for key in found:
                self._held.move_to_end(key)
        return found

    def keep(self, values: Mapping[K, V]) -> None:
        with self._lock:
            self._held.update(values)
            while len(self._held) > self._size:
                self._held.popitem(last=False)

    def forget(self, key: K) -> None:
        with self._lock:
            self._held.pop(key, None)
