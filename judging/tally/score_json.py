"""A tally of a file as JSON: what `tahkim tally --json` prints. An undefined figure is null."""

from typing import Any

from judging.scorecards.totals import exact_text
from judging.tally.statistics.signs import Sign
from judging.tally.statistics.tallied import CategoryTally, EntryTally, RoundTally

_DIGITS = 12
"""Significant; what a float has beyond them is the arithmetic's, and may differ between machines."""


def tally_json(tally: RoundTally) -> dict[str, Any]:
    """One model for the file, then each category with its entries in order of rank."""
    official, random = tally.official, tally.both_random
    return {
        "method": str(tally.method),
        "model": {
            "sheets": tally.sheets,
            "components": tally.components,
            "official": {
                "sigma2": _number(official.sigma2 if official else None),
                "sigma2_judge": _number(official.sigma2_judge if official else None),
                "reml": _number(official.reml if official else None),
            },
            "both_random": {
                "sigma2": _number(random.sigma2 if random else None),
                "sigma2_judge": _number(random.sigma2_judge if random else None),
                "sigma2_entry": _number(random.sigma2_entry if random else None),
                "reml": _number(random.reml if random else None),
            },
            "judges": [
                {"judge": name, "sheets": sheets, "effect": _number(effect)}
                for name, sheets, effect in tally.judges
            ],
        },
        "categories": [_category(category) for category in tally.categories],
    }


def _category(category: CategoryTally) -> dict[str, Any]:
    reliability = category.reliability
    return {
        "category": category.category,
        "sheets": category.sheets,
        "judges": category.judges,
        "components": category.components,
        "reliability": {
            "g": _number(reliability.g),
            "phi": _number(reliability.phi),
            "alpha_interval": _number(reliability.alpha_interval),
            "alpha_ordinal": _number(reliability.alpha_ordinal),
            "icc2k": _number(reliability.icc2k),
            "kendall_w": _number(reliability.kendall_w),
        },
        "boundary_label": category.boundary_label,
        "entries": [_entry(entry) for entry in category.entries],
        "flags": [_flag(sign) for sign in category.flags],
    }


def _entry(entry: EntryTally) -> dict[str, Any]:
    chances = entry.chances
    return {
        "entry": entry.entry,
        "sheets": entry.sheets,
        "mean": _number(None if entry.mean is None else float(entry.mean)),
        "mean_exact": None if entry.mean is None else exact_text(entry.mean),
        "mean_rank": entry.mean_rank,
        "adjusted": _number(entry.adjusted),
        "se": _number(entry.se),
        "rank": entry.rank,
        "p_winner": _number(chances.winner if chances else None),
        "p_top3": _number(chances.top3 if chances else None),
        "p_awarded": _number(chances.awarded if chances else None),
        "rank_low": chances.low if chances else None,
        "rank_high": chances.high if chances else None,
        "label": entry.label,
        "unranked": entry.unranked,
    }


def _flag(sign: Sign) -> dict[str, Any]:
    return {"kind": str(sign.kind), "entry": sign.entry, "judge": sign.judge, "value": _number(sign.value)}


def _number(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{_DIGITS}g}") + 0.0  # no −0
