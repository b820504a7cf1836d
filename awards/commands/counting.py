"""From scores to ranks without an installation: a file is counted, made-up cycles are judged."""

from pathlib import Path
from typing import Literal

import click


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--weights", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help='A JSON file, {"criterion": weight}: FILE has points, in columns entry,judge,criterion,score.')  # fmt: skip
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
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path),
              help="Write a page, as the product shows its own results.")  # fmt: skip
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path),
              help="Write a paper, as a chapter of the product's report.")  # fmt: skip
@click.option("--lang", type=click.Choice(["ar", "en"]), default="ar", show_default=True,
              help="Of the page and the paper.")  # fmt: skip
def tally(
    file: Path,
    weights: Path | None,
    method: str,
    places: int,
    draws: int,
    seed: int,
    html: Path | None,
    pdf: Path | None,
    lang: Literal["ar", "en"],
    *,
    as_json: bool,
) -> None:
    """Ranks, chances and reliability from a CSV file of scores.

    The columns of FILE are entry,judge,score, one sheet on each row; with --weights entry,judge,criterion,score, one
    criterion on each row. A column category is optional, others are left alone, and an empty score is an abstention.
    An entry is ranked from 3 sheets on.
    """
    import json

    from judging.rounds.method.rules import Method
    from judging.tally.score_file import BadFile, read_scores, read_weights
    from judging.tally.score_json import tally_json
    from judging.tally.score_text import tally_text
    from judging.tally.statistics import tallied

    for out in (html, pdf):
        if out and not out.parent.is_dir():
            raise click.UsageError(f"There is no folder {out.parent} for {out.name}.")
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
        tallied.Asked(Method(method), places=places, draws=draws, seed=seed),
        scores.signs,
    )
    if html or pdf:
        from awards.kit import clock
        from awards.kit.files import write_durably
        from judging.rounds.method.rules import Rules
        from judging.tally.file_document import document_of_file
        from judging.tally.file_page import tally_html
        from reports.results.chapter import chapter_pdf

        rules = Rules(Method(method), draws=draws, seed=seed)
        document = document_of_file(scores, result, rules, places=places, title=file.stem)
        if html:
            write_durably(html, tally_html(document, lang, title=file.stem).encode())
        if pdf:
            write_durably(pdf, chapter_pdf(document, lang, title=file.stem, at=clock.now()))
    if as_json:
        click.echo(json.dumps(tally_json(result), ensure_ascii=False, indent=2))
    else:
        click.echo(tally_text(result, scores.abstentions, places))


@click.command()
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
