"""`cbt records`: whether the log is as it was written, and folding it again."""

from pathlib import Path

import click

from cbt.cli import site as _site
from cbt.learning.recording import FOLDS
from cbt.records import log, replay
from cbt.records.chain import Head
from cbt.records.verify import verify as find_faults


@click.group("records")
def group() -> None:
    """Look after the record of learning."""


@group.command("verify", epilog="Example: cbt records verify --against 0197...:412:9af3...")
@_site.option
@click.option("--against", help="A head that was written down earlier, outside this box.")
def verify(site: Path, against: str | None) -> None:
    """Check the whole log and print its head; exit 1 and say which facts are wrong if any is.

    A log that somebody rewrote as a whole fits itself: only a head written down elsewhere finds that.
    """
    expected = Head.parse(against) if against else None
    settings = _site.settings_of(site)
    with _site.opened(settings) as database, database.reading() as session:
        faults = find_faults(session, expected, _progress)
        end = log.head(session)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        click.echo(f"{len(faults)} faults. Keep this database as it is and restore the last good backup elsewhere.")
        raise SystemExit(1)
    click.echo(f"{end.sequence} facts, all as they were recorded.\nHead: {end}")


@group.command("rebuild", epilog="Example: cbt records rebuild --site classroom")
@_site.option
def rebuild(site: Path) -> None:
    """Fold all facts again into what pages read. The log itself is not touched."""
    settings = _site.settings_of(site)
    with _site.opened(settings) as database, database.writing() as session:
        count = replay.rebuild(session, FOLDS, _progress)
    click.echo(f"{count} facts folded.")


def _progress(done: int, total: int) -> None:
    click.echo(f"\r{done} of {total} facts ...", nl=done >= total, err=True)
