"""The `tahkim` command."""

import click

from awards import schema
from awards.kit.db import Database
from awards.settings import Settings, SettingsError


def _settings() -> Settings:
    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


@click.group()
@click.version_option(package_name="tahkim")
def main() -> None:
    """Tahkim: the platform of an e-services award."""


@main.command()
def migrate() -> None:
    """Bring the database to the current shape."""
    schema.migrate(Database(_settings().database_url))
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


@main.command(hidden=True)
def assets() -> None:
    """Compile the catalogues and make the web fonts (part of `make setup`)."""
    from awards.assets import make_all

    make_all()


@main.command(hidden=True)
@click.argument("message")
def revision(message: str) -> None:
    """Write a migration for what changed in the tables (for developers)."""
    database = Database(_settings().database_url)
    schema.migrate(database)
    schema.new_revision(database, message)


if __name__ == "__main__":
    main()
