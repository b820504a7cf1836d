"""All conflicts between a jury and the entries of a cycle, without looking at every pair."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from judging.recusals.conflicts import Conflict, EntryTies, JudgeTies, conflict


def conflicting_pairs(
    judges: Iterable[JudgeTies], entries: Iterable[EntryTies]
) -> dict[tuple[Hashable, Hashable], Conflict]:
    """(person, entry) → the first reason, for every pair that `conflict` finds one for.

    Pairs come together by what they share: an agency, its parent, a domain, a person, a recusal. So the time
    grows with the number of ties and not with judges times entries.
    """
    by_tie: dict[tuple[str, Hashable], list[EntryTies]] = defaultdict(list)
    for entry in entries:
        for tie in set(_entry_ties(entry)):
            by_tie[tie].append(entry)
    found: dict[tuple[Hashable, Hashable], Conflict] = {}
    for judge in judges:
        near = {entry.entry: entry for tie in set(_judge_ties(judge)) for entry in by_tie.get(tie, ())}
        for key, entry in near.items():
            if (reason := conflict(judge, entry)) is not None:
                found[judge.person, key] = reason
    return found


def _entry_ties(entry: EntryTies) -> Iterator[tuple[str, Hashable]]:
    yield "entry", entry.entry
    for person in entry.people:
        yield "person", person
    for agency in (*(() if entry.lead is None else (entry.lead,)), *entry.partners):
        yield "agency", agency.key
        if agency.parent is not None:
            yield "parent", agency.parent
        for domain in agency.domains:
            yield "domain", domain.casefold().strip(".")


def _judge_ties(judge: JudgeTies) -> Iterator[tuple[str, Hashable]]:
    yield "person", judge.person
    for entry in judge.recused_from:
        yield "entry", entry
    for key in judge.former:
        yield "agency", key
    for agency in judge.agencies:
        yield "agency", agency.key
        yield "parent", agency.key
        if agency.parent is not None:
            yield "agency", agency.parent
    for email in judge.emails:
        labels = email.rpartition("@")[2].casefold().rstrip(".").split(".")
        for start in range(len(labels)):
            yield "domain", ".".join(labels[start:])
