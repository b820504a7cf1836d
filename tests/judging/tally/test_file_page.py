"""`tahkim tally FILE --html --pdf`: the page and the paper say what the figures say."""

import json
import re
import subprocess
from html import unescape
from pathlib import Path

from click.testing import CliRunner

from awards.cli import main
from judging.tally.statistics import tallied

PARIS = Path(__file__).parent / "statistics" / "cases" / "paris_1976.csv"


def test_the_page_of_a_file_has_its_ranks_its_chances_and_nothing_to_fetch(tmp_path):
    out = tmp_path / "page.html"
    args = ["tally", str(PARIS), "--places", "3", "--draws", "500", "--lang", "en"]
    result = CliRunner().invoke(main, [*args, "--json", "--html", str(out)], catch_exceptions=False)
    figures = json.loads(result.stdout)["categories"][0]["entries"]
    page = unescape(out.read_text(encoding="utf-8"))
    body = page.split("</style>", 1)[1]
    assert "src=" not in body
    assert "href=" not in body
    assert 'class="interval-chart"' in body
    first = figures[0]
    assert first["entry"] in body
    assert f"in only {round(100 * first['p_winner'])} of 100 redraws" in body
    ranking = re.findall(
        r'<td class="num n">(\d+)</td><th scope="row"><bdi>([^<]+)</bdi></th><td class="num n">11', body
    )
    assert [(int(rank), name) for rank, name in ranking] == [(e["rank"], e["entry"]) for e in figures]


def test_a_page_and_a_paper_call_entries_by_their_names_alone(tmp_path):
    page, paper = tmp_path / "page.html", tmp_path / "paper.pdf"
    args = ["tally", str(PARIS), "--draws", "500", "--lang", "en", "--html", str(page), "--pdf", str(paper)]
    CliRunner().invoke(main, args, catch_exceptions=False)
    body = unescape(page.read_text(encoding="utf-8")).split("</style>", 1)[1]
    said = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, text=True, check=True).stdout
    for text in (re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body)), re.sub(r"\s+", " ", said)):
        assert "First: Stag's Leap 1973." in text
        assert "the sheet on entry Mayacama 1971 is far below" in text
        assert not re.search(r"[Ee]ntr(?:y|ies) \d", text)
    assert re.findall(r'font-weight="600" fill="#17212b">([^<]+)</text>', body)[:2] == [
        "Stag's Leap 1973",
        "Mouton Rothschild 1…",
    ]


def test_a_page_a_paper_and_the_figures_are_of_one_count(tmp_path, monkeypatch):
    counts = []

    def counted(*given):
        counts.append(tally(*given))
        return counts[-1]

    tally = tallied.tally
    monkeypatch.setattr(tallied, "tally", counted)
    written = ["--html", str(tmp_path / "page.html"), "--pdf", str(tmp_path / "paper.pdf")]
    CliRunner().invoke(main, ["tally", str(PARIS), "--draws", "200", *written], catch_exceptions=False)
    assert len(counts) == 1


def test_the_variances_beside_the_shares_are_those_that_give_them(tmp_path):
    out = tmp_path / "page.html"
    args = ["tally", str(PARIS), "--draws", "200", "--lang", "en", "--json", "--html", str(out)]
    fit = json.loads(CliRunner().invoke(main, args, catch_exceptions=False).stdout)["model"]["both_random"]
    parts = [fit["sigma2_entry"], fit["sigma2_judge"], fit["sigma2"]]
    shown = out.read_text(encoding="utf-8").split('<dl class="facts second-fit">')[1].split("</dl>")[0]
    found = re.findall(r'dir="ltr">([\d.]+)</span> <span class="hint">\(<span class="num">(\d+)%', shown)
    assert found == [(f"{part:.2f}", str(round(100 * part / sum(parts)))) for part in parts]


def test_a_page_is_not_written_into_a_folder_that_is_not_there(tmp_path):
    for option in ("--html", "--pdf"):
        refused = CliRunner().invoke(main, ["tally", str(PARIS), option, str(tmp_path / "missing" / "page")])
        assert refused.exit_code == 2
        assert f"There is no folder {tmp_path / 'missing'} for page." in refused.stderr
    assert not list(tmp_path.iterdir())


def test_a_file_with_categories_and_an_entry_without_a_sheet_has_a_page_in_arabic(tmp_path):
    rows = ["entry,judge,score,category"]
    rows += [f"e{i},j{j},{i + j},c{i % 2}" for i in range(4) for j in range(3)] + ["e9,j1,,c0"]
    source, out = tmp_path / "scores.csv", tmp_path / "page.html"
    source.write_text("\n".join(rows))
    CliRunner().invoke(main, ["tally", str(source), "--html", str(out)], catch_exceptions=False)
    page = out.read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in page
    assert page.count("الترتيب</caption>") == 2
    regions = re.findall(r'role="region" aria-label="([^"]+)"', page)
    assert len(regions) == len(set(regions)) > 2


def test_the_paper_of_a_file_is_a_pdf(tmp_path):
    out = tmp_path / "paper.pdf"
    args = ["tally", str(PARIS), "--draws", "200", "--pdf", str(out)]
    assert CliRunner().invoke(main, args, catch_exceptions=False).exit_code == 0
    assert out.read_bytes().startswith(b"%PDF-")


def test_each_figure_of_the_model_stands_beside_its_own_label_on_paper(tmp_path):
    page, paper = tmp_path / "page.html", tmp_path / "paper.pdf"
    written = ["--lang", "en", "--html", str(page), "--pdf", str(paper)]
    CliRunner().invoke(main, ["tally", str(PARIS), "--draws", "200", *written], catch_exceptions=False)
    chapter = page.read_text(encoding="utf-8").partition("2. One model")[2].partition("</section>")[0]
    pairs = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", chapter)
    lines = subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(pairs) == 6 + 4  # of the fit that ranks, and of the one that tells chances
    for label, value in pairs:
        shown = re.sub(r"<[^>]*>", "", unescape(value)).strip()
        beside = [line for line in lines if line.strip().startswith(unescape(label)[:24])]
        same = [other for other, _ in pairs].count(label)
        assert len(beside) == same, (label, beside)
        assert [line.endswith(f" {shown}") for line in beside].count(True) == 1, (label, shown, beside)
