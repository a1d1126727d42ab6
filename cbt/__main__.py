"""`python -m cbt` is `cbt`."""

from cbt.cli import main

main(prog_name="cbt")
