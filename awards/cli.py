"""The `tahkim` command. Each command imports what it needs: some run for months, or should begin at once."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from awards.commands.beginning import current_database as _current_database
from awards.commands.beginning import refusals_told as _refusals_told
from awards.commands.beginning import settings as _settings
from awards.commands.counting import simulate, tally
from awards.commands.proving import checkpoint, seal_export, verify

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlmodel import Session


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


for command in (checkpoint, seal_export, simulate, tally, verify):
    main.add_command(command)


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
@click.option("--stage", type=click.Choice(["intake", "judging", "deliberating", "published"]), default="judging", show_default=True,
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


@main.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--as", "email", required=True, help="Address of the organiser who brings the lists in.")
@click.option("--cycle", type=int, help="Number of the cycle into which entries come.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
def import_lists(folder: Path, email: str, cycle: int | None, *, yes: bool) -> None:
    """Bring in the lists of FOLDER: agencies, people, services and entries (.csv or .xlsx), all of them or none."""
    from awards import worker  # noqa: F401 - the kinds of letters
    from awards.imports import folders, together
    from awards.imports.models import TableKind
    from awards.imports.plans import Setting
    from awards.kit import clock

    database = _current_database()
    with _refusals_told():
        uploads = folders.uploads_in(folder)
        if TableKind.ENTRIES in uploads and cycle is None:
            raise click.UsageError("The folder holds entries: give --cycle.")
        with database.read() as session:
            by = folders.organiser_named(session, email)
            cycle_id = folders.cycle_named(session, cycle) if cycle is not None else None
        setting = Setting(by, clock.now(), "en", cycle_id)
        set_id = together.show_together(database, uploads, setting)
        with database.read() as session:
            files = together.set_of(session, set_id)
        for line in folders.in_lines(files, "en"):
            click.echo(line)
        if any(found.preview["problem_count"] for found in files):
            raise click.ClickException("Nothing is brought in until every row is right.")
        if yes or click.confirm("Bring all of it in?"):
            together.confirm_together(database, set_id, together.digest_of(files), setting)
            click.echo("The lists are brought in.")


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
