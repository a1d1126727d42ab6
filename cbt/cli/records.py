"""`cbt records`: whether the log is as it was written, and folding it again."""

from collections.abc import Sequence
from pathlib import Path

import click

from cbt.cli import site as _site
from cbt.learning.recording import FOLDS
from cbt.records import log, replay
from cbt.records.chain import Head
from cbt.records.faults import Fault
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
        click.echo(f"{_counted(faults)}. Keep this database as it is and restore the last good backup elsewhere.")
        raise SystemExit(1)
    click.echo(f"{end.sequence} facts, all as they were recorded.\nHead: {end}")


@group.command("rebuild", epilog="Example: cbt records rebuild --site classroom")
@_site.option
@click.option("--despite-faults", is_flag=True, help="Fold a log too that is not as it was recorded.")
def rebuild(site: Path, *, despite_faults: bool) -> None:
    """Fold all facts again into what pages read. The log itself is not touched.

    The log is verified first: one with faults is folded only if that is asked for, and then it exits with 1.
    """
    settings = _site.settings_of(site)
    with _site.opened(settings) as database, database.writing() as session:
        faults = find_faults(session, None, _progress)
        if faults and not despite_faults:
            click.echo(f"{_counted(faults)}: nothing was folded. “cbt records verify” names them.")
            raise SystemExit(1)
        count = replay.rebuild(session, FOLDS, _progress)
    click.echo(f"{count} facts folded.")
    if faults:
        click.echo(f"{_counted(faults)} in what was folded: do not rely on it.")
        raise SystemExit(1)


def _counted(faults: Sequence[Fault]) -> str:
    return f"{len(faults)} fault{'s' if len(faults) > 1 else ''}"


def _progress(done: int, total: int) -> None:
    click.echo(f"\r{done} of {total} facts ...", nl=done >= total, err=True)
