"""Invented names: for the people who enter for agencies, and for everybody whom the fixtures do not name."""

import itertools
import random
from functools import cache

from awards.demo import fixtures

Name = tuple[str, str]
"""In Arabic and in English."""


@cache
def _names(kind: str) -> tuple[Name, ...]:
    return tuple((ar, en) for ar, en in fixtures.toml("names")[kind])


def name_of(key: str) -> Name:
    """A name in Arabic and English, always the same for the same key."""
    draw = random.Random(key)
    given, family = draw.choice(_mixed()), draw.choice(_names("SA"))
    return f"{given[0]} {family[0]}", f"{given[1]} {family[1]}"


@cache
def _mixed() -> tuple[Name, ...]:
    """Men's and women's given names in turn."""
    pairs = zip(_names("given_m"), _names("given_f"), strict=True)
    return tuple(itertools.chain.from_iterable(pairs))


@cache
def full_names(country: str, gender: str, key: str) -> tuple[Name, ...]:
    """Every name that can be made for that country, each once, shuffled by `key`."""
    found = list(_arabic(country, gender) if country in fixtures.toml("names") else _other(country))
    random.Random(f"{country}:{gender}:{key}").shuffle(found)
    return tuple(found)


def _arabic(country: str, gender: str) -> list[Name]:
    son = "بن" if gender == "m" else "بنت"
    return [
        (f"{given[0]} {son} {father[0]} {family[0]}", f"{given[1]} {father[1]} {family[1]}")
        for given, father, family in itertools.product(
            _names(f"given_{gender}"), _names("given_m"), _names(country)
        )
        if given != father
    ]


def _other(country: str) -> list[Name]:
    row = fixtures.toml("names")["abroad"][country]
    return [
        (f"{given[0]} {family[0]}", f"{given[1]} {family[1]}")
        for given, family in itertools.product(row["given"], row["family"])
    ]
