"""The one command line: `cbt NOUN`, one module a noun. Failures end in one sentence and exit code 1 or 2."""

import sys

import click

from cbt.cli import check, demo, init, organisation, post, records, serve, translate, user
from cbt.cli import database as db
from cbt.errors import N_, CbtError


class NoFile(CbtError):
    """The system refuses a file or folder."""

    sentence = N_("{path} cannot be read or written: {reason}.")


class Commands(click.Group):
    """A group whose commands put every CbtError and OSError into one sentence instead of a traceback."""

    def invoke(self, context: click.Context) -> object:
        """Run a command; exit with 2 for what the caller can mend by calling again, as click does."""
        try:
            return super().invoke(context)
        except CbtError as error:
            click.echo(f"cbt: {error}", err=True)
            sys.exit(2)
        except BrokenPipeError:
            sys.exit(1)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            click.echo(f"cbt: {NoFile(path=error.filename or 'A file', reason=reason)}", err=True)
            sys.exit(2)


@click.group(cls=Commands, help="Run and look after a training classroom.")
@click.version_option(package_name="cbt")
def main() -> None:
    """Do nothing by itself: every command is a noun of its own."""


COMMANDS = (
    init.command,
    serve.command,
    demo.command,
    check.command,
    serve.release,
    post.group,
    organisation.group,
    user.group,
    records.group,
    db.group,
    translate.group,
)
for command in COMMANDS:
    main.add_command(command)
