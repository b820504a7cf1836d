"""Measure and print a table."""

import argparse
import time
from pathlib import Path

from benchmarks.papers import certificates_per_second
from benchmarks.scenarios import SCENARIOS
from benchmarks.server import cpu_ms, demo_data, resident_mib, serving
from benchmarks.statements import statements_per_page


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--entries", type=int, default=184, help="of the third cycle")
    parser.add_argument("--seconds", type=float, default=3, help="for each scenario")
    parser.add_argument("--no-papers", action="store_true", help="leave the certificates out")
    options = parser.parse_args()
    folder = Path("var") / f"bench-{options.entries}"
    data = demo_data(folder.resolve(), options.entries)
    statements = statements_per_page(data)
    print("| scenario | CPU ms | bar | requests | statements |\n|---|---|---|---|---|")
    with serving(data) as pid:
        for scenario in SCENARIOS:
            run = scenario.prepare(data)
            for _ in range(10):
                run()
            before, count, end = cpu_ms(pid), 0, time.monotonic() + options.seconds
            while time.monotonic() < end:
                run()
                count += 1
            each = (cpu_ms(pid) - before) / count
            bar = "" if scenario.bar is None else f"{scenario.bar}"
            print(
                f"| {scenario.name} {scenario.what} | {each:.2f} | {bar} | {count} | {statements.get(scenario.name, '')} |",
                flush=True,
            )
        print(f"\nThe web process holds {resident_mib(pid):.0f} MiB afterwards.")
    if not options.no_papers:
        count, seconds = certificates_per_second(data)
        print(f"{count} certificates in {seconds:.1f} s on two processes: {count / seconds:.0f} a second.")


main()
