import json

import pytest
from click.testing import CliRunner

from awards.cli import main
from judging.tally.figures import figure
from judging.tally.score_file import read_scores
from judging.tally.statistics import tallied
from tests.judging.tally.statistics.rounds import CASES


def run(*arguments):
    return CliRunner().invoke(main, ["tally", *map(str, arguments)])


def test_the_paris_tasting_as_json():
    answer = run(CASES / "paris_1976.csv", "--places", 3, "--json")
    assert (answer.exit_code, answer.stderr) == (0, "")
    told = json.loads(answer.stdout)
    assert told["method"] == "adjusted"
    assert told["model"]["sheets"] == 110
    assert told["model"]["both_random"]["reml"] == pytest.approx(565.958357255, abs=1e-6)
    assert [judge["sheets"] for judge in told["model"]["judges"]] == [10] * 11
    (category,) = told["categories"]
    assert (category["category"], category["sheets"], category["judges"], category["components"]) == (
        None,
        110,
        11,
        1,
    )
    assert category["reliability"]["kendall_w"] == pytest.approx(0.260149, abs=1e-6)
    first = category["entries"][0]
    assert (first["entry"], first["mean_exact"], first["rank"], first["label"]) == (
        "Stag's Leap 1973",
        "311/22",
        1,
        "too_close_to_call",
    )
    assert first.keys() == {
        "entry", "sheets", "mean", "mean_exact", "mean_rank", "adjusted", "se", "huber", "rank", "p_winner", "p_top3",
        "p_awarded", "rank_low", "rank_high", "label", "unranked",
    }  # fmt: skip
    assert category["boundary_label"] == "leading"


def named(values, names):
    """Figures by their names, as they are rounded for JSON."""
    return {name: figure(getattr(values, name)) for name in names.split()}


def test_every_figure_of_the_json_is_the_tallys_under_its_own_name():
    given = read_scores((CASES / "paris_1976.csv").read_bytes())
    whole = tallied.tally(given.sheets, given.category_of, tallied.Asked(places=3))
    told = json.loads(run(CASES / "paris_1976.csv", "--places", 3, "--json").stdout)
    assert told["model"] == {
        "sheets": 110,
        "components": 1,
        "official": named(whole.official, "sigma2 sigma2_judge reml"),
        "both_random": named(whole.both_random, "sigma2 sigma2_judge sigma2_entry reml"),
        "judges": [
            {"judge": one.judge, "sheets": one.sheets, **named(one, "effect spread")} for one in whole.judges
        ],
    }
    (category,), (found,) = told["categories"], whole.categories
    reliability = "g phi alpha_interval alpha_ordinal icc2k kendall_w"
    assert category["reliability"] == named(found.reliability, reliability)
    assert category["flags"] == [
        {"kind": sign.kind.value, "entry": sign.entry, "judge": sign.judge, "value": figure(sign.value)}
        for sign in found.flags
    ]
    assert category["flags"]
    for line, entry in zip(category["entries"], found.entries, strict=True):
        chances = entry.chances
        assert line == {
            "entry": entry.entry, "sheets": 11, "mean": figure(float(entry.mean)), "mean_exact": str(entry.mean),
            "mean_rank": entry.mean_rank, **named(entry, "adjusted se huber"), "rank": entry.rank,
            "p_winner": figure(chances.winner), "p_top3": figure(chances.top3), "p_awarded": figure(chances.awarded),
            "rank_low": chances.low, "rank_high": chances.high, "label": entry.label, "unranked": False,
        }  # fmt: skip


def test_the_same_input_gives_the_same_bytes():
    first, again = (run(CASES / "princeton_2012.csv", "--json") for _ in range(2))
    assert first.stdout_bytes == again.stdout_bytes
    assert first.stdout_bytes != run(CASES / "princeton_2012.csv", "--json", "--seed", 1).stdout_bytes


def test_points_by_criterion_need_their_weights(tmp_path):
    scores, weights = tmp_path / "scores.csv", tmp_path / "weights.json"
    rows = [f"e{e},j{j},{c},{5 + e + j}" for e in range(2) for j in range(3) for c in ("one", "two")]
    scores.write_text("\n".join(["entry,judge,criterion,score", *rows]), encoding="utf-8")
    weights.write_text('{"one": 60, "two": 40}', encoding="utf-8")
    told = json.loads(run(scores, "--weights", weights, "--method", "mean", "--json").stdout)
    assert [(row["entry"], row["mean_exact"]) for row in told["categories"][0]["entries"]] == [
        ("e1", "7"),
        ("e0", "6"),
    ]
    refused = run(scores, "--json")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == f"{scores}: row 1, column criterion: points by criterion need --weights\n"


def test_a_bad_file_leaves_standard_output_empty(tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text("entry,judge,score\na,x,1\na,y,many\n", encoding="utf-8")
    answer = run(file, "--json")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert f"{file}: row 3, column score: 'many'" in answer.stderr
    bad_weights = run(file, "--weights", file)
    assert (bad_weights.exit_code, bad_weights.stdout) == (2, "")


def test_a_file_of_abstentions_lists_its_entries_and_has_no_model(tmp_path):
    file = tmp_path / "none.csv"
    file.write_text("entry,judge,score,category\na,x,,one\nb,x,,two\n", encoding="utf-8")
    told = json.loads(run(file, "--json").stdout)
    assert told["model"]["sheets"] == 0
    assert [row["sheets"] for category in told["categories"] for row in category["entries"]] == [0, 0]


def test_the_help_and_the_refusal_of_a_wide_file_name_the_columns(tmp_path):
    told = " ".join(run("--help").stdout.split())
    assert "entry,judge,score" in told
    assert "entry,judge,criterion,score" in told
    assert f"ranked from {tallied.MIN_SHEETS} sheets on" in told
    wide, weights = tmp_path / "wide.csv", tmp_path / "weights.json"
    wide.write_text("entry,j1,j2\na,1,2\n", encoding="utf-8")
    weights.write_text('{"one": 1}', encoding="utf-8")
    assert "the columns are entry,judge,score, one" in run(wide).stderr
    assert "the columns are entry,judge,criterion,score, one" in run(wide, "--weights", weights).stderr


def test_people_are_told_how_many_abstained(tmp_path):
    file = tmp_path / "some.csv"
    file.write_text("entry,judge,score\na,x,1\na,y,\na,z,\n", encoding="utf-8")
    assert run(file).stdout.endswith("\nabstentions (empty scores, counted as nothing): 2\n")
    assert "abstentions" not in run(CASES / "paris_1976.csv", "--draws", 10).stdout


def test_people_get_a_table():
    answer = run(CASES / "paris_1976.csv")
    lines = answer.stdout.splitlines()
    assert lines[1].split() == ["1", "Stag's", "Leap", "1973", "11", "14.14", "14.14", "0.91", "0.370", "1–5", "too",
                                "close", "to", "call"]  # fmt: skip
    assert any(line.startswith("  ! without") for line in lines)


def test_people_read_how_sure_it_is_who_is_awarded_where_there_are_several_places():
    assert "\n  who has the first 3 places: leading\n" in run(CASES / "paris_1976.csv", "--places", 3).stdout
    assert "who has the first" not in run(CASES / "paris_1976.csv").stdout


def test_a_judge_of_one_entry_is_not_said_to_be_its_only_judge(tmp_path):
    file = tmp_path / "two.csv"
    file.write_text("entry,judge,score\na,x,1\na,y,2\n", encoding="utf-8")
    assert "  ! x read no entry but a\n  ! y read no entry but a\n" in run(file).stdout


def test_people_read_the_chance_of_an_award_only_where_there_are_several_places():
    told = json.loads(run(CASES / "paris_1976.csv", "--places", 3, "--json").stdout)
    first = told["categories"][0]["entries"][0]
    heads, line, *_ = run(CASES / "paris_1976.csv", "--places", 3).stdout.splitlines()
    assert "P(winner)  P(awarded)  places" in heads
    assert f"{first['p_winner']:.3f}       {first['p_awarded']:.3f}" in line
    assert "P(awarded)" not in run(CASES / "paris_1976.csv", "--draws", 10).stdout


def test_a_name_neither_breaks_the_table_nor_speaks_to_the_terminal(tmp_path):
    file = tmp_path / "names.csv"
    file.write_text('entry,judge,score\n"one\ntwo","j\tone",1\n"\x1b[31mred\u202e",x,2\n', encoding="utf-8")
    table = run(file).stdout
    assert [line.split()[1] for line in table.splitlines()[1:3]] == ["�[31mred�", "one"]
    assert "  ! j one read no entry but one two" in table
    assert all(sign.isprintable() or sign == "\n" for sign in table)
