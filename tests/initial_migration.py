"""Write the first migration anew from the models: `python -m tests.initial_migration`. Until the first release only."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from alembic import command
from alembic.autogenerate.api import AutogenContext

from cbt.db import UtcDateTime, connect
from cbt.db.migrate import SCRIPTS, configured, migrating
from tests.models import all_tables

VERSIONS = SCRIPTS / "versions"
RUFF = Path(sys.executable).with_name("ruff")


def render(kind: str, thing: Any, context: AutogenContext) -> str | Literal[False]:
    """Spell our column types by what they are in the database: a migration outlives the classes of its day."""
    return "sa.BigInteger()" if kind == "type" and isinstance(thing, UtcDateTime) else False


def main() -> None:
    """Replace the migrations by one that makes every table."""
    all_tables()
    for old in VERSIONS.glob("*.py"):
        old.unlink()
    with TemporaryDirectory() as folder:
        database = connect(f"sqlite:///{folder}/empty.sqlite3")
        with migrating(database) as connection:
            config = configured(connection)
            config.attributes["render_item"] = render
            command.revision(config, "Make every table", autogenerate=True, rev_id="0001", splice=False)
        database.close()
    (written,) = VERSIONS.glob("*.py")
    lines = written.read_text().splitlines(keepends=True)
    written.write_text("".join(line for line in lines if not line.strip().startswith("# ###")))
    for do in (["format", "--quiet"], ["check", "--fix", "--quiet"]):
        subprocess.run([RUFF, *do, VERSIONS], check=True)


if __name__ == "__main__":
    main()
