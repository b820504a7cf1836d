"""Measure and print tables."""

import argparse
import statistics
import time
from pathlib import Path

from benchmarks.crowd import save_at_once
from benchmarks.papers import certificates_per_second
from benchmarks.rules import rules
from benchmarks.scenarios import SCENARIOS, Run
from benchmarks.server import cpu_ms, demo_data, family_mib, serving
from benchmarks.statements import statements_per_page

BATCH = 20


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--entries", type=int, default=184, help="of the third cycle")
    parser.add_argument("--seconds", type=float, default=3, help="for each scenario")
    parser.add_argument("--no-papers", action="store_true", help="leave the certificates out")
    options = parser.parse_args()
    data = demo_data((Path("var") / f"bench-{options.entries}").resolve(), options.entries)
    _pages(data, options.seconds)
    _crowd(data, options.seconds)
    print("\n| done | CPU ms | bar |\n|---|---|---|")
    for what, took, bar in rules():
        print(f"| {what} | {took:.1f} | {bar:.0f} |", flush=True)
    if not options.no_papers:
        count, seconds = certificates_per_second(data)
        print(
            f"\n{count} certificates in {seconds:.1f} s on two processes (bar 6 s): {count / seconds:.0f} a second."
        )


def _pages(data: Path, seconds: float) -> None:
    statements = statements_per_page(data)
    print("| scenario | CPU ms | quickest batch | bar | requests | statements |\n|---|---|---|---|---|---|")
    with serving(data) as pid:
        for scenario in SCENARIOS:
            batches = _measured(scenario.prepare(data), pid, seconds)
            bar = "" if scenario.bar is None else f"{scenario.bar}"
            print(
                f"| {scenario.name} {scenario.what} | {statistics.median(batches):.2f} | {min(batches):.2f} | {bar} "
                f"| {len(batches) * BATCH} | {statements.get(scenario.name, '')} |",
                flush=True,
            )


def _measured(run: Run, pid: int, seconds: float) -> list[float]:
    """CPU milliseconds of one run, by batch: other work on the machine spoils some batches, and not the quickest."""
    for _ in range(BATCH):
        run()
    batches, end = [], time.monotonic() + seconds
    while time.monotonic() < end or len(batches) < 3:
        before = cpu_ms(pid)
        for _ in range(BATCH):
            run()
        batches.append((cpu_ms(pid) - before) / BATCH)
    return batches


def _crowd(data: Path, seconds: float) -> None:
    with serving(data, workers=2) as pid:
        crowd = save_at_once(data, seconds=max(seconds, 3))
        print(
            f"\n32 judges saving at once, two web processes: {crowd.saves / crowd.seconds:.0f} saves a second, "
            f"median {crowd.percentile(0.5):.0f} ms, p95 {crowd.percentile(0.95):.0f} ms, "
            f"p99 {crowd.percentile(0.99):.0f} ms (bar 50 ms)."
        )
        print(f"All processes together hold {family_mib(pid):.0f} MiB afterwards (bar 300 MiB).", flush=True)


if __name__ == "__main__":
    main()
