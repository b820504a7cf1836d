"""A tally of a file as JSON: what `tahkim tally --json` prints. An undefined figure is null."""

from typing import Any

from judging.scorecards.totals import exact_text
from judging.tally.figures import figure
from judging.tally.statistics.sign import Sign
from judging.tally.statistics.tallied import CategoryTally, EntryTally, RoundTally


def tally_json(tally: RoundTally) -> dict[str, Any]:
    """One model for the file, then each category with its entries in order of rank."""
    official, random = tally.official, tally.both_random
    return {
        "method": str(tally.method),
        "model": {
            "sheets": tally.sheets,
            "components": tally.components,
            "official": {
                "sigma2": figure(official.sigma2 if official else None),
                "sigma2_judge": figure(official.sigma2_judge if official else None),
                "reml": figure(official.reml if official else None),
            },
            "both_random": {
                "sigma2": figure(random.sigma2 if random else None),
                "sigma2_judge": figure(random.sigma2_judge if random else None),
                "sigma2_entry": figure(random.sigma2_entry if random else None),
                "reml": figure(random.reml if random else None),
            },
            "judges": [
                {
                    "judge": judge.judge,
                    "sheets": judge.sheets,
                    "effect": figure(judge.effect),
                    "spread": figure(judge.spread),
                }
                for judge in tally.judges
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
            "g": figure(reliability.g),
            "phi": figure(reliability.phi),
            "alpha_interval": figure(reliability.alpha_interval),
            "alpha_ordinal": figure(reliability.alpha_ordinal),
            "icc2k": figure(reliability.icc2k),
            "kendall_w": figure(reliability.kendall_w),
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
        "mean": figure(None if entry.mean is None else float(entry.mean)),
        "mean_exact": None if entry.mean is None else exact_text(entry.mean),
        "mean_rank": entry.mean_rank,
        "adjusted": figure(entry.adjusted),
        "se": figure(entry.se),
        "huber": figure(entry.huber),
        "rank": entry.rank,
        "p_winner": figure(chances.winner if chances else None),
        "p_top3": figure(chances.top3 if chances else None),
        "p_awarded": figure(chances.awarded if chances else None),
        "rank_low": chances.low if chances else None,
        "rank_high": chances.high if chances else None,
        "label": entry.label,
        "unranked": entry.unranked,
    }


def _flag(sign: Sign) -> dict[str, Any]:
    return {"kind": str(sign.kind), "entry": sign.entry, "judge": sign.judge, "value": figure(sign.value)}
