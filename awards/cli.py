"""The `tahkim` command. Each command imports what it needs: some run for months, or should begin at once."""

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from awards.settings import Settings, SettingsError

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from datetime import datetime

    from sqlmodel import Session

    from awards.kit.db import Database


def _settings() -> Settings:
    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def _current_database() -> "Database":
    """The database, brought to the current shape."""
    from awards import schema
    from awards.kit.db import Database

    database = Database(_settings().database_url)
    schema.migrate(database)
    return database


@contextmanager
def _refusals_told() -> "Iterator[None]":
    """What the product refuses, in its words and without a traceback."""
    from awards.kit.errors import Refusal
    from awards.kit.i18n import translate

    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(translate(refusal.message, "en")) from refusal


_role = click.option(
    "--role",
    type=click.Choice(["organiser", "auditor", "entrant", "judge"]),
    help="Of somebody new, if not given: entrant with --agency, else organiser.",
)
_agency = click.option("--agency", help="Code of an agency for which they enter, in the role of an entrant.")


@click.group()
@click.version_option(package_name="tahkim")
def main() -> None:
    """Tahkim: the platform of an e-services award."""


@main.command()
def migrate() -> None:
    """Bring the database to the current shape."""
    _current_database()
    click.echo("The database has the current shape.")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Web processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages and run the jobs."""
    from awards.server import run

    run(_settings(), host=host, port=port, workers=workers)


@main.command()
@click.option("--until-input-ends", is_flag=True, hidden=True, help="Stop when standard input is closed.")
def work(until_input_ends: bool) -> None:
    """Run the jobs without serving pages: for a worker of its own, or a second one."""
    from awards.worker import serve

    serve(_settings(), until_input_ends=until_input_ends)


@main.command("blindness-check")
@click.argument("cycle", type=int)
def blindness_check(cycle: int) -> None:
    """Search all that the judges of CYCLE can read for whose entries they are, and file the signed record."""
    from awards import worker  # noqa: F401 - the kinds of letters
    from awards.blindness.check import check_cycle
    from awards.kit import logs

    logs.configure("WARNING")
    settings = _settings()
    database = _current_database()
    with _refusals_told():
        record = check_cycle(settings, database, cycle)
    for finding in record.findings:
        click.echo(
            f"entry {finding['entry']} {finding['address']}: {finding['before']}[{finding['found']}]{finding['after']}"
        )
    click.echo(f"{record.judges} judges, {record.pages} pages read, {len(record.findings)} findings.")
    if record.findings:
        raise SystemExit(1)


@main.command()
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/demo"),
    show_default=True,
)
@click.option("--stage", type=click.Choice(["intake", "judging", "published"]), default="judging", show_default=True,
              help="Where the third cycle is left.")  # fmt: skip
@click.option(
    "--entries", type=int, default=184, show_default=True, help="Of the third cycle; from 1 to 2000."
)
@click.option("--judges", type=int, default=None,
              help="Of the third cycle; 24, or as many as the entries need, if not given.")  # fmt: skip
@click.option("--password", default="", help="For every account; made up if not given.")
@click.option("--seed", default=1, show_default=True, help="Same seed: same entries, scores and ranks.")
@click.option("--no-serve", is_flag=True, help="Build, and stop.")
@click.option("--port", default=8000, show_default=True)
def demo(
    data_dir: Path,
    stage: str,
    entries: int,
    judges: int | None,
    password: str,
    seed: int,
    *,
    no_serve: bool,
    port: int,
) -> None:
    """Build three demo cycles, unless they are there, and serve them."""
    from awards.demo.size import refusal, usual_judges

    judges = usual_judges(entries) if judges is None else judges
    if reason := refusal(entries, judges):
        raise click.UsageError(reason)

    from awards.demo.build import Options, build
    from awards.demo.calendar import Stage
    from awards.demo.kept import built_as, differing, serve_at
    from awards.demo.welcome import welcome

    options = Options(
        data_dir=data_dir.resolve(),
        stage=Stage(stage),
        entries=entries,
        judges=judges,
        password=password,
        seed=seed,
        base_url=f"http://127.0.0.1:{port}",
    )
    built = build(options)
    asked = built_as(stage, entries, judges, seed)
    source = click.get_current_context().get_parameter_source
    said = {name: value for name, value in asked.items() if source(name) is not ParameterSource.DEFAULT}
    if not built and (others := differing(options.data_dir, said)):
        click.echo(f"\n{options.data_dir} holds a demo already; it is kept as it is.", err=True)
        for other in others:
            click.echo(f"  {other}", err=True)
        click.echo("  For another one, give another --data-dir, or remove this folder first.", err=True)
    if not no_serve:
        serve_at(options.data_dir, options.base_url)
    click.echo(welcome(options.data_dir))
    if not no_serve:
        from awards.server import run

        os.environ["TAHKIM_DATA_DIR"] = str(options.data_dir)
        os.environ["TAHKIM_BASE_URL"] = options.base_url
        os.environ.setdefault("TAHKIM_CONTACT_EMAIL", "award@demo.tahkim.example")
        run(_settings(), host="127.0.0.1", port=port, workers=1)


@main.command("add-person")
@click.argument("email")
@click.option("--name-ar", prompt="Name in Arabic")
@click.option("--name-en", prompt="Name in English")
@_role
@_agency
@click.password_option(help="Asked for if not given.")
def add_person(
    email: str, name_ar: str, name_en: str, role: str | None, agency: str | None, password: str
) -> None:
    """Add a person with a role: how the first organiser gets in, and whoever enters for an agency."""
    from awards.kit import clock
    from awards.people import operations
    from awards.people.models import Role

    role = role or ("entrant" if agency else "organiser")
    with _refusals_told():
        password_hash = operations.new_password_hash(password)
        with _current_database().write() as session:
            at = clock.now()
            person = operations.add_person(
                session,
                email=email,
                name_ar=name_ar,
                name_en=name_en,
                password_hash=password_hash,
                roles=(Role(role),),
                by=None,
                at=at,
            )
            if agency:
                _enter_for(session, agency, person.id, at)
    click.echo(f"{email} may sign in as {role}.")


@main.command("grant-role")
@click.argument("email")
@_role
@_agency
def grant_role(email: str, role: str | None, agency: str | None) -> None:
    """Give somebody who has an account another role, or let them enter for an agency."""
    from awards.kit import clock
    from awards.people import operations
    from awards.people.models import Role

    if not (role or agency):
        raise click.UsageError("Give --role, --agency or both.")
    with _refusals_told(), _current_database().write() as session:
        at = clock.now()
        person = operations.person_to_change(session, email)
        if role:
            operations.grant_role(session, person.id, Role(role), by=None, at=at)
        if agency:
            _enter_for(session, agency, person.id, at)
    click.echo(f"{email} may sign in as {role or 'entrant'}.")


def _enter_for(session: "Session", code: str, person_id: "uuid.UUID", at: "datetime") -> None:
    from awards.directory.models import MembershipKind
    from awards.directory.operations import add_member
    from awards.directory.queries import agency_by_code
    from awards.kit.errors import NotFound

    try:
        agency = agency_by_code(session, code)
    except NotFound as missing:
        raise click.ClickException(f"There is no agency with the code {code}.") from missing
    add_member(session, agency.id, person_id, MembershipKind.OWNER, by=None, at=at)


@main.command("disable-person")
@click.argument("email")
@click.option("--undo", is_flag=True, help="Let them sign in again.")
def disable_person(email: str, *, undo: bool) -> None:
    """Take away somebody's sign-in, whatever their role; what they did stays."""
    from awards.kit import clock
    from awards.people import operations

    with _refusals_told(), _current_database().write() as session:
        person = operations.person_to_change(session, email)
        change = operations.enable_person if undo else operations.disable_person
        change(session, person.id, by=None, at=clock.now())
    click.echo(f"{email} may {'sign in again' if undo else 'no longer sign in'}.")


@main.command("set-password")
@click.argument("email")
@click.password_option(help="Asked for if not given.")
def set_password(email: str, password: str) -> None:
    """Give somebody who has forgotten theirs another password; wherever they are signed in, they are signed out."""
    from awards.kit import clock
    from awards.people import operations

    with _refusals_told():
        password_hash = operations.new_password_hash(password)
        with _current_database().write() as session:
            operations.set_password(session, email, password_hash, at=clock.now())
    click.echo(f"{email} has a new password.")


@main.command("import-agencies")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
def import_agencies(file: Path | None) -> None:
    """Fill the directory from a CSV or XLSX file, or with the agencies that ship with the product."""
    from awards.directory import operations
    from awards.directory.rows import agencies_from_fixtures
    from awards.imports.agencies import rows_of
    from awards.imports.columns import in_a_line
    from awards.imports.tables import read_table
    from awards.kit import clock

    database = _current_database()
    with _refusals_told(), database.write() as session:
        rows, problems = (
            rows_of(session, read_table(file.read_bytes())) if file else (agencies_from_fixtures(), ())
        )
        if problems:
            raise click.ClickException("\n".join(in_a_line(problem, "en") for problem in problems))
        count = operations.import_agencies(session, rows, by=None, at=clock.now())
    click.echo(f"{count} agencies.")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--weights", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help='A JSON file, {"criterion": weight}: the scores are points by criterion.')  # fmt: skip
@click.option("--method", type=click.Choice(["adjusted", "mean"]), default="adjusted", show_default=True,
              help="What the ranks follow; the other is shown beside.")  # fmt: skip
@click.option(
    "--places", type=click.IntRange(min=1), default=1, show_default=True, help="Awarded by each category."
)
@click.option(
    "--draws", type=click.IntRange(1, 1_000_000), default=10_000, show_default=True, help="For the chances."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def tally(
    file: Path, weights: Path | None, method: str, places: int, draws: int, seed: int, *, as_json: bool
) -> None:
    """Ranks, chances and reliability from a CSV file of scores: entry,judge,score and optionally category."""
    import json

    from judging.tally.score_file import BadFile, read_scores, read_weights
    from judging.tally.score_json import tally_json
    from judging.tally.score_text import tally_text
    from judging.tally.statistics import tallied

    reading = weights or file
    try:
        by_criterion = read_weights(reading.read_bytes()) if weights else None
        reading = file
        scores = read_scores(reading.read_bytes(), by_criterion)
    except BadFile as error:
        click.echo(f"{reading}: {error}", err=True)
        raise click.exceptions.Exit(2) from error
    result = tallied.tally(
        scores.sheets,
        scores.category_of,
        method=tallied.Method(method),
        places=places,
        draws=draws,
        seed=seed,
        signs=scores.signs,
    )
    if as_json:
        click.echo(json.dumps(tally_json(result), ensure_ascii=False, indent=2))
    else:
        click.echo(tally_text(result))


@main.command()
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Standard output if not given."
)
def checkpoint(output: Path | None) -> None:
    """What the audit log comes to now, signed: to be kept where nobody of this installation can write."""
    from awards.kit import clock
    from awards.kit.chain_state import checkpoint_now
    from awards.kit.checkpoints import to_json
    from awards.kit.files import write_durably
    from awards.kit.signing import fingerprint, signer

    with _current_database().read() as session:
        made = checkpoint_now(session, signer(_settings().data_dir), clock.now())
    if output:
        write_durably(output, to_json(made).encode())
    else:
        click.echo(to_json(made), nl=False)
    click.echo(f"Signed by {fingerprint(made.key)}", err=True)


@main.command()
@click.option("--checkpoint", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="An earlier one, kept elsewhere: finds also a log that was cut off or written anew.")  # fmt: skip
@click.option("--key", help="Fingerprint of the key that must have signed the checkpoint.")
def verify(checkpoint: Path | None, key: str | None) -> None:
    """Check this installation's audit log and receipts; ends with 1 at the first thing that does not hold."""
    from awards.kit import clock
    from awards.verifying import Failed, verified_installation

    given = checkpoint.read_bytes() if checkpoint else None
    try:
        with _current_database().read() as session:
            for line in verified_installation(session, clock.now(), checkpoint=given, key=key):
                click.echo(line)
    except Failed as failure:
        click.echo(f"DOES NOT HOLD: {failure}", err=True)
        raise click.exceptions.Exit(1) from failure


@main.command()
@click.option("--entries", type=click.IntRange(2, 20_000), default=184, show_default=True)
@click.option("--judges", type=click.IntRange(1, 2_000), default=24, show_default=True)
@click.option("--categories", type=click.IntRange(1, 200), default=7, show_default=True)
@click.option(
    "--per-entry",
    type=click.IntRange(min=1),
    default=4,
    show_default=True,
    help="Sheets of each entry in one stage.",
)
@click.option(
    "--leniency", type=click.FloatRange(min=0), default=0.6, show_default=True,
    help="How far judges differ, where entries differ by 1 (both standard deviations).")  # fmt: skip
@click.option(
    "--noise", type=click.FloatRange(min=0), default=1.0, show_default=True, help="Of one sheet, likewise."
)
@click.option(
    "--sorting", type=click.FloatRange(min=0), default=0.0, show_default=True,
    help="0: who reads what is left to chance. More: lenient judges are given the better entries.")  # fmt: skip
@click.option("--shortlist", type=click.IntRange(min=1), default=5, show_default=True,
              help="Entries of each category that a second stage reads again.")  # fmt: skip
@click.option("--more", type=click.IntRange(min=1), default=5, show_default=True,
              help="Further judges that then read each of them.")  # fmt: skip
@click.option(
    "--rounds", type=click.IntRange(1, 100_000), default=300, show_default=True, help="Made-up cycles."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def simulate(rounds: int, seed: int, *, as_json: bool, **layout: float) -> None:
    """How often the truly best entry wins: by mean, z-score, adjusted score, and in two stages."""
    import json

    from rich.console import Console
    from rich.progress import Progress

    from judging.simulation import text
    from judging.simulation.contest import Layout
    from judging.simulation.figures import simulate as figures_of

    try:
        cycle = Layout(**layout)  # type: ignore[arg-type]
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("cycles", total=rounds)
        figures = figures_of(cycle, rounds=rounds, seed=seed, done=lambda: progress.advance(bar))
    if as_json:
        click.echo(json.dumps(text.as_json(cycle, figures, rounds=rounds, seed=seed), indent=2))
    else:
        click.echo(text.as_text(cycle, figures, rounds=rounds))


@main.command(hidden=True)
def assets() -> None:
    """Compile the catalogues and make the web fonts (part of `make setup`)."""
    from awards.assets import make_all

    make_all()


@main.command(hidden=True)
@click.argument("message")
def revision(message: str) -> None:
    """Write a migration for what changed in the tables (for developers)."""
    from awards import schema

    schema.new_revision(_current_database(), message)


if __name__ == "__main__":
    main()
