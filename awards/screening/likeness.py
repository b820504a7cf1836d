"""How alike two titles are, and which of many are nearly the same. Pure.

A title is the set of its trigrams: its words, folded (`awards.kit.text.fold`) and without the Arabic article, each with
a blank before and after, cut into pieces of three letters. Likeness is the share of trigrams that two titles have in
common (Jaccard). Order of words does not matter; one changed word in a long title changes little.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

from awards.kit.text import fold

K = TypeVar("K", bound=Hashable)
Trigrams = frozenset[str]

ALIKE = 0.6
"""From here on two titles are shown as a possible duplicate."""
_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"^[وبكفل]?ال(?=\w{2})|^لل(?=\w{2})")


def trigrams(title: str) -> Trigrams:
    """Empty for a title without letters or digits."""
    words = (_ARTICLE.sub("", word) for word in _WORD.findall(fold(title)))
    return frozenset(f" {word} "[i : i + 3] for word in words for i in range(len(word)))


def likeness(one: Trigrams, other: Trigrams) -> float:
    """From 0 for nothing in common to 1 for the same; 0 where either is empty."""
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def pairs_alike(titles: Mapping[K, Trigrams], least: float = ALIKE) -> Iterator[tuple[K, K, float]]:
    """Each two whose likeness is at least `least` (above 0), once.

    Two such sets share one of the rarest trigrams of each: so many of them, in one order that all keep to, that the
    rest alone could not make up the likeness. Only those are looked up, so thousands of titles take no time.
    """
    often = Counter(gram for grams in titles.values() for gram in grams)
    holders: defaultdict[str, list[K]] = defaultdict(list)
    for key, grams in titles.items():
        ordered = sorted(grams, key=lambda gram: (often[gram], gram))
        rarest = ordered[: len(ordered) - math.ceil(least * len(ordered) - 1e-9) + 1] if ordered else []
        near = dict.fromkeys(other for gram in rarest for other in holders[gram])
        for other in near:
            how = likeness(titles[other], grams)
            if how >= least:
                yield other, key, how
        for gram in rarest:
            holders[gram].append(key)
