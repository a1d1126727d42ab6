"""`cbt init`: make a folder into a site."""

import shutil
from pathlib import Path

import click

from cbt.cli import site
from cbt.settings import FILE, Settings, read_settings

HEAD = "# Settings of this classroom. A line without # is in force; CBT_ variables win over it.\n"


@click.command("init", epilog="Example: cbt init classroom && cbt user add --site classroom omar --role admin")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Make FOLDER a site: content, settings, key, database with a log of its own. What is there already is kept."""
    made = make(folder)
    click.echo(f"{made.site} is ready. Add people with “cbt user add”, then run “cbt serve --site {folder}”.")


def make(folder: Path, **given: object) -> Settings:
    """Make a site and return its settings; nothing that exists is overwritten."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in site.CONTENT:
        if not (folder / name).exists():
            click.echo(f"Copying {name} ...")
            shutil.copytree(site.shipped() / name, folder / name)
    if not (folder / FILE).exists():
        (folder / FILE).write_text(HEAD + "\n".join(_lines()), encoding="utf-8")
    settings = read_settings(folder, {}, **given)
    site.secret_key(settings)
    with site.reachable(settings) as database:
        site.bring_up(database)
    return settings


def _lines() -> list[str]:
    lines = []
    for name, field in Settings.model_fields.items():
        if name not in ("site", "demonstration"):
            value = f'"{field.default}"' if isinstance(field.default, str) else str(field.default).lower()
            lines.append(f"\n# {field.description}\n# {name} = {value}\n")
    return lines
