"""Which fixture each entry of a demo cycle is made from, for any number of entries."""

import itertools
import random
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from awards.demo import fixtures
from awards.demo.fixtures import FixtureEntry
from awards.demo.names import Name, full_names


def chosen(count: int, published: Collection[str] = ()) -> list[FixtureEntry]:
    """`count` texts, spread evenly over the categories; first those of the fixtures, each once, then more.

    A spare of the same category stands in for each fixture whose key is among `published`. Where the spares end,
    and beyond the fixtures' number, a category's texts come again, marked as such, see `again`.
    """
    spares: dict[str, list[FixtureEntry]] = defaultdict(list)
    for spare in fixtures.spares():
        spares[spare.category].append(spare)
    shipped = fixtures.entries()
    kept: list[FixtureEntry | None] = []
    texts: dict[str, list[FixtureEntry]] = defaultdict(list)
    for fixture in shipped:
        text = fixture
        if fixture.key in published:
            if not (waiting := spares[fixture.category]):
                kept.append(None)
                continue
            text = waiting.pop(0)
        kept.append(text)
        texts[text.category].append(text)
    more = {code: _more(texts[code], spares[code]) for code in texts}
    first = [text or next(more[fixture.category]) for text, fixture in zip(kept, shipped, strict=True)]
    total = len(first)
    times = [(i + 1) * count // total - i * count // total for i in range(total)]
    return [
        text if n == 0 else next(more[text.category])
        for n in range(max(times))
        for text, wanted in zip(first, times, strict=True)
        if wanted > n
    ]


def _more(texts: Sequence[FixtureEntry], spares: Sequence[FixtureEntry]) -> Iterator[FixtureEntry]:
    """Without end: the spares that are left, then every text a second time, a third …

    A text that names who wrote it is not among them: under somebody else's name it would be untrue.
    """
    left = [text for text in spares if not text.names_itself]
    yield from left
    repeated = [*(text for text in texts if not text.names_itself), *left]
    people = {gender: iter(full_names("SA", gender, "entrants")) for gender in ("m", "f")}
    for nth in itertools.count(2):
        for text in repeated:
            yield again(text, nth, next(people[text.gender]) if text.gender else ("", ""))


def again(text: FixtureEntry, nth: int, person: Name) -> FixtureEntry:
    """The same kind of service by somebody else: another title and other figures, the same long answers.

    The title is told apart by a number, not by a name: judges read it.
    """
    key = f"{text.key}-{nth}"
    draw = random.Random(key)
    return replace(
        text,
        key=key,
        repeats=text.key,
        text={k: f"{v} ({nth})" if k.startswith("title") else v for k, v in text.text.items()},
        months_in_operation=text.months_in_operation + draw.randint(0, 11),
        transactions=max(1, text.transactions * draw.randint(55, 145) // 100),
        person_ar=person[0],
        person_en=person[1],
    )
