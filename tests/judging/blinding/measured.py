"""How much of what gives an entrant away is found in sentences written by hand, and how much else is."""

import csv
import re
import sys
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from judging.blinding.identities import Directory, KnownAgency, person_names
from judging.blinding.proposal import Submitted, found_in

FIXTURES = Path(__file__).parents[3] / "fixtures"
PERSONS = {
    "moh": ("سلمى فهد الدوسري", "Salma Fahd Aldosari"),
    "mawani": ("خالد يوسف الحربي", "Khalid Yousef Alharbi"),
    "sdaia": ("نورة سعد العتيبي", "Noura Saad Alotaibi"),
    "zatca": ("ياسر حسن الزهراني", "Yasser Hassan Alzahrani"),
    "sar": ("فيصل تركي المطيري", "Faisal Turki Almutairi"),
    "kfshrc": ("ريم إبراهيم السبيعي", "Reem Ibrahim Alsubaie"),
    "monshaat": ("ماجد علي الشهري", "Majed Ali Alshehri"),
    "momah": ("أحمد محمد الغامدي", "Ahmed Mohammed Alghamdi"),
    "amana-jeddah": ("هند عمر باوزير", "Hind Omar Bawazir"),
}
"""Who submits for an agency, in the sentences."""


@dataclass(frozen=True)
class Sentence:
    """What an entrant wrote, and where it gives somebody away."""

    kind: str
    entrant: str
    text: str
    mentions: tuple[tuple[int, int], ...]
    held_out: bool


@dataclass
class Counts:
    """Of one kind of mention."""

    mentions: int = 0
    found: int = 0
    proposed: int = 0
    wrong: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.mentions if self.mentions else 1

    @property
    def precision(self) -> float:
        return 1 - self.wrong / self.proposed if self.proposed else 1


@cache
def sentences() -> Sequence[Sentence]:
    """All of both files; the kind of one that gives nobody away is `innocent`."""
    return tuple(_read())


def _read() -> Iterator[Sentence]:
    here, seen = Path(__file__).parent, defaultdict(int)
    for line in _lines(here / "mentions.txt"):
        kind, entrant, text = line.split(" | ", 2)
        seen[kind] += 1
        yield Sentence(kind, entrant, *_marked(text), held_out=seen[kind] % 2 == 0)
    for number, line in enumerate(_lines(here / "innocent.txt"), start=1):
        entrant, text = line.split(" | ", 1)
        yield Sentence("innocent", entrant, text, (), held_out=number % 2 == 0)


def _lines(path: Path) -> list[str]:
    """A line without a bar goes on with the one before it."""
    whole: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            continue
        if " | " in line:
            whole.append(line)
        else:
            whole[-1] += f"\n{line}"
    return whole


def _marked(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    plain, mentions = "", []
    for piece in re.split(r"(\{[^}]*\})", text):
        if piece.startswith("{"):
            mentions.append((len(plain), len(plain) + len(piece) - 2))
        plain += piece.strip("{}")
    return plain, tuple(mentions)


@cache
def directory() -> tuple[Directory, dict[str, uuid.UUID]]:
    """That of the demo, and the agencies' ids by code."""
    services = defaultdict(list)
    with (FIXTURES / "lists" / "services.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            services[row["agency"]] += [row["name_ar"], row["name_en"], *_several(row["aliases"])]
    ids, known = {}, []
    with (FIXTURES / "lists" / "agencies.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            ids[row["code"]] = uuid.uuid5(uuid.NAMESPACE_DNS, row["code"])
            names = (
                row["name_ar"],
                row["name_en"],
                *_several(row["aliases_ar"]),
                *_several(row["aliases_en"]),
            )
            own = tuple(services[row["code"]])
            known.append(KnownAgency(ids[row["code"]], row["acronym"], (*names, row["domain"]), own))
    return Directory.of(known), ids


def _several(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def measured(half: Sequence[Sentence]) -> dict[str, Counts]:
    """By kind, and `all`. A mention is found where a finding covers two thirds of it; a finding that touches no
    mention is wrong.
    """
    counts: dict[str, Counts] = defaultdict(Counts)
    for sentence in half:
        found = [
            (p.start, p.end) for p in found_in(sentence.text, _submitted(sentence.entrant), directory()[0])
        ]
        hit = [m for m in sentence.mentions if _covered(m, found) * 3 >= (m[1] - m[0]) * 2]
        wrong = [f for f in found if not _covered(f, sentence.mentions)]
        for each in (counts[sentence.kind], counts["all"]):
            each.mentions += len(sentence.mentions)
            each.found += len(hit)
            each.proposed += len(found)
            each.wrong += len(wrong)
            each.missed += [sentence.text[s:e] for s, e in sentence.mentions if (s, e) not in hit]
            each.missed += [f"wrongly: {sentence.text[s:e]}" for s, e in wrong]
    return counts


def _covered(spot: tuple[int, int], others: Sequence[tuple[int, int]]) -> int:
    return sum(max(0, min(spot[1], end) - max(spot[0], start)) for start, end in others)


def _submitted(entrant: str) -> Submitted:
    nobody = uuid.UUID(int=0)
    return Submitted(
        nobody,
        1,
        nobody,
        nobody,
        {},
        directory()[1][entrant],
        persons=person_names(*PERSONS.get(entrant, ())),
    )


def table(counts: dict[str, Counts]) -> Iterator[str]:
    """A line for each kind."""
    for kind, each in counts.items():
        yield f"{kind:10} {each.mentions:4} {each.found:4} {each.recall:6.1%} {each.proposed:4} {each.wrong:3} {each.precision:6.1%}"


if __name__ == "__main__":
    for held_out in (False, True):
        found = measured([s for s in sentences() if s.held_out is held_out])
        lines = ["held out" if held_out else "worked on", *table(found)]
        if not held_out:
            lines += [f"{k}: {miss!r}" for k, each in found.items() if k != "all" for miss in each.missed]
        sys.stdout.write("\n".join([*lines, ""]))
