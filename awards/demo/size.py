"""How large a demo may be: entries and judges of its third cycle, checked before anything is built."""

from judging.assignments.plan import MAX_LOAD

MOST_ENTRIES = 2000
SHEETS_PER_ENTRY = 4
JUDGES = 24
"""Of the fixtures' jury: it reads the second cycle, and the third one unless that needs more."""
FEWEST_JUDGES = SHEETS_PER_ENTRY + 2
"""Four read each entry, one stands back from one, one falls ill in the middle of a cycle."""
MOST_JUDGES = 400


def fewest_judges(entries: int) -> int:
    """The smallest jury that can read so many entries, with the places of two judges to spare."""
    return max(FEWEST_JUDGES, -(-entries * SHEETS_PER_ENTRY // MAX_LOAD) + 2)


def usual_judges(entries: int) -> int:
    """As many judges as were invented, or more where the entries need more."""
    return max(JUDGES, fewest_judges(entries))


def refusal(entries: int, judges: int) -> str | None:
    """Why no demo of this size can be built, in one sentence."""
    if not 1 <= entries <= MOST_ENTRIES:
        return f"--entries is {entries}; it must be from 1 to {MOST_ENTRIES}."
    fewest = fewest_judges(entries)
    if fewest <= judges <= MOST_JUDGES:
        return None
    return (
        f"--judges is {judges}; for --entries {entries} it must be from {fewest} to {MOST_JUDGES}, since "
        f"{SHEETS_PER_ENTRY} judges read each entry, none reads more than {MAX_LOAD}, and two may drop out."
    )
