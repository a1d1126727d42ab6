"""Every table of the product: imports each module that may hold one, so that `Base.metadata` is complete."""

import pkgutil
from importlib import import_module

from sqlalchemy import MetaData

from cbt.db import Base

PACKAGES = ("accounts", "records", "library", "learning")


def all_tables() -> MetaData:
    """Return the metadata with every table of every package that has tables."""
    for name in PACKAGES:
        package = import_module(f"cbt.{name}")
        for module in pkgutil.walk_packages(package.__path__, f"cbt.{name}."):
            import_module(module.name)
    return Base.metadata
