"""`tahkim checkpoint`, `tahkim seal-export` and `tahkim verify`: what is proved, and to whom."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from awards.commands.beginning import refusals_told, settings, standing_database

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
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

    with standing_database().read() as session:
        made = checkpoint_now(session, signer(settings().data_dir), clock.now())
    if output:
        write_durably(output, to_json(made).encode())
    else:
        click.echo(to_json(made), nl=False)
    click.echo(f"Signed by {fingerprint(made.key)}", err=True)


@click.command("seal-export")
@click.argument("cycle", type=int)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("sealed.zip"),
    show_default=True,
)
def seal_export(cycle: int, output: Path) -> None:
    """Seal the results of CYCLE once all its places are decided, and write the file that proves them.

    As long as nothing changes it is the same file, byte for byte; a correction makes another version.
    """
    from awards.kit import clock
    from awards.kit.errors import NotFound
    from awards.kit.files import FileStore, write_durably
    from awards.kit.signing import signer
    from judging.sealing.operations import seal_results

    given = settings()
    files = FileStore(given.files_dir)
    with refusals_told():
        try:
            seal = seal_results(
                standing_database(), files, signer(given.data_dir), cycle, by=None, at=clock.now()
            )
        except NotFound as missing:
            raise click.ClickException(f"There is no cycle {cycle}.") from missing
    write_durably(output, files.get(seal.file))
    click.echo(f"{output}: version {seal.version} of cycle {cycle}, SHA-256 {seal.file}")


@click.command()
@click.argument("sealed", type=_FILE, required=False)
@click.option("--checkpoint", "kept", type=_FILE,
              help="An earlier one, kept elsewhere: finds also a log that was cut off or written anew.")  # fmt: skip
@click.option("--key", help="Fingerprint of the key that must have signed.")
@click.option("--receipt", help="Of a judge, whose sheet must be among the sealed.")
def verify(sealed: Path | None, kept: Path | None, key: str | None, receipt: str | None) -> None:
    """Check SEALED results, which takes nothing but the file; or, without it, this installation's log, receipts and seals.

    Prints what holds; ends with 1 at the first thing that does not.
    """
    if receipt and sealed is None:
        raise click.UsageError("--receipt is looked for in sealed results: name their file.")
    checkpoint_file = kept.read_bytes() if kept else None
    lines = (
        _of_file(sealed.read_bytes(), checkpoint_file, key, receipt)
        if sealed
        else _of_installation(checkpoint_file, key)
    )
    from judging.sealing.archive import DoesNotHold

    try:
        for line in lines:
            click.echo(line)
    except DoesNotHold as failure:
        click.echo(f"DOES NOT HOLD: {failure}", err=True)
        raise click.exceptions.Exit(1) from failure


def _of_file(
    content: bytes, checkpoint_file: bytes | None, key: str | None, receipt: str | None
) -> "Iterator[str]":
    from judging.sealing.holding import held

    yield from held(content, key=key, checkpoint=checkpoint_file, receipt=receipt)


def _of_installation(checkpoint_file: bytes | None, key: str | None) -> "Iterator[str]":
    from awards.kit import clock
    from awards.kit.files import FileStore
    from awards.schema import BrokenReference
    from awards.verifying import verified_installation
    from judging.sealing.archive import DoesNotHold

    files = FileStore(settings().files_dir)
    try:
        database = standing_database()
    except BrokenReference as error:
        raise DoesNotHold(f"database: {error}") from error
    with database.read() as session:
        yield from verified_installation(session, files, clock.now(), checkpoint=checkpoint_file, key=key)
