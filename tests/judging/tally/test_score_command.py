import json

import pytest
from click.testing import CliRunner

from awards.cli import main
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
        "entry", "sheets", "mean", "mean_exact", "mean_rank", "adjusted", "se", "rank", "p_winner", "p_top3",
        "p_awarded", "rank_low", "rank_high", "label", "unranked",
    }  # fmt: skip
    assert category["boundary_label"] == "leading"


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


def test_people_get_a_table():
    answer = run(CASES / "paris_1976.csv")
    lines = answer.stdout.splitlines()
    assert lines[1].split() == ["1", "Stag's", "Leap", "1973", "11", "14.14", "14.14", "0.91", "0.370", "1–5", "too",
                                "close", "to", "call"]  # fmt: skip
    assert any(line.startswith("  ! without") for line in lines)
