"""A demo that stands already, started again with other options or at another address."""

import json
from io import StringIO

from click.testing import CliRunner
from rich.console import Console
from rich.progress import Progress

from awards.cli import main
from awards.demo.build import Demo, Options
from awards.demo.kept import OPTIONS, built_as, differing, serve_at
from awards.demo.welcome import welcome
from awards.settings import Settings

ACCOUNTS = [{"email": "a@demo.example", "password": "x"}, {"email": "b@demo.example", "password": "x"}]


def kept(folder):
    demo = {"base": "http://127.0.0.1:8000"}
    demo |= dict.fromkeys(("judges", "organizers", "entrants", "auditors"), ACCOUNTS)
    (folder / "demo.json").write_text(json.dumps(demo))
    (folder / OPTIONS).write_text(json.dumps(built_as("judging", 24, 10, 1)))
    return folder


def test_what_differs_from_the_data_is_said_option_by_option(tmp_path):
    kept(tmp_path)
    assert differing(tmp_path, {"entries": 40, "judges": 10}) == [
        "--entries 40 was asked for; the data were built with --entries 24."
    ]
    assert differing(tmp_path, built_as("judging", 24, 10, 1)) == []


def test_a_demo_that_kept_no_options_is_compared_with_nothing(tmp_path):
    (tmp_path / "demo.json").write_text("{}")
    assert differing(tmp_path, {"entries": 40}) == []


def test_the_addresses_are_those_at_which_the_demo_is_served_now(tmp_path):
    serve_at(kept(tmp_path), "http://127.0.0.1:8141")
    assert "http://127.0.0.1:8141/desk/organiser" in welcome(tmp_path)
    assert ":8000" not in welcome(tmp_path)


def test_the_command_says_that_the_data_are_kept_and_speaks_of_given_options_alone(tmp_path):
    kept(tmp_path)
    start = ["demo", "--no-serve", "--data-dir", str(tmp_path)]
    told = CliRunner().invoke(main, [*start, "--entries", "40", "--stage", "published"])
    assert told.exit_code == 0
    assert "--entries 40 was asked for; the data were built with --entries 24." in told.output
    assert "--stage published was asked for; the data were built with --stage judging." in told.output
    assert "--judges" not in told.output
    assert "asked for" not in CliRunner().invoke(main, start).output


def test_every_organiser_is_named_for_an_appeal_takes_one_without_a_part(tmp_path):
    folder = kept(tmp_path)
    demo = json.loads((folder / "demo.json").read_text())
    password = demo["judges"][0]["password"]
    demo["organizers"] = [{"email": f"organiser{n}@x", "password": password} for n in (1, 2, 3)]
    (folder / "demo.json").write_text(json.dumps(demo))
    assert all(f"organiser{n}@x" in welcome(folder) for n in (1, 2, 3))


def test_what_is_being_built_is_said_at_once_where_no_bar_is_drawn(tmp_path, capsys):
    settings = Settings.from_environment({"TAHKIM_DATA_DIR": str(tmp_path)})
    with Progress(console=Console(file=StringIO())) as progress:
        demo = Demo(Options(tmp_path), settings, progress)
        demo._bar("Cycle 2: entries", 9)
        assert capsys.readouterr().out == "Cycle 2: entries\n", "before anything of it is done"
        demo.db.dispose()
