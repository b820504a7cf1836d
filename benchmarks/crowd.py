"""Thirty-two judges who save at the same moment, and what all processes of the product hold in memory afterwards."""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.scenarios import Run, saving
from benchmarks.server import accounts


@dataclass(frozen=True)
class Crowd:
    saves: int
    seconds: float
    times: list[float]
    """Milliseconds of each save, in rising order."""

    def percentile(self, share: float) -> float:
        return self.times[min(len(self.times) - 1, int(len(self.times) * share))]


def _runs(people: list[dict[str, str]]) -> Iterator[Run]:
    """One for each judge, then another for each; the demo has a judge who dropped out and can save nothing."""
    for sheet in range(8):
        for person in people:
            with suppress(LookupError):
                yield saving(person, sheet=sheet)


def save_at_once(data: Path, *, judges: int = 32, seconds: float = 6, pause: float = 0.2) -> Crowd:
    """Each judge saves, thinks for `pause` seconds and saves again: as an autosave does, only more often.

    Without the pause 32 clients ask for more than two processor cores can give, and the time measured is that of
    the queue.
    """
    runs = list(islice(_runs(accounts(data)["judges"]), judges))
    times: list[float] = []
    end = time.monotonic() + seconds

    def one(run, delay):
        time.sleep(delay)
        while time.monotonic() < end:
            start = time.perf_counter()
            run()
            times.append((time.perf_counter() - start) * 1000)
            time.sleep(pause)

    threads = [threading.Thread(target=one, args=(run, n * pause / judges)) for n, run in enumerate(runs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Crowd(len(times), seconds, sorted(times))
