"""Sheet, script, fonts: compressed once for each build of the product, then served under a name that never changes."""

import hashlib
import shutil
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from cbt.language.catalogues import DOMAIN

PROGRAM = Path(__file__).parents[1]
STATIC = Path(__file__).parent / "static"
TEXTS = (".css", ".js", ".svg", ".txt")


def version() -> str:
    """Return a digest of all static files: it names the folder they are served under."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def prepare(var: Path, name: str) -> Path:
    """Return the folder with this build's static files and their compressed twins, making it if it is not there."""
    folder = var / "static" / name
    if folder.is_dir():
        return folder
    draft = folder.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(STATIC, draft)
    compressor = Compressor(quiet=True)
    for path in draft.rglob("*"):
        if path.suffix in TEXTS:
            compressor.compress(str(path))
    draft.rename(folder)
    return folder


def init_app(app: Flask, var: Path) -> None:
    """Serve static files below `/static/<version>/` and give templates `asset(path)`."""
    name = version()
    server = WhiteNoise(app.wsgi_app, max_age=31_536_000, immutable_file_test=lambda path, url: True)
    server.add_files(str(prepare(var, name)), prefix=f"static/{name}/")
    app.wsgi_app = server  # type: ignore[method-assign]  # Flask's documented way to wrap it

    def asset(path: str) -> str:
        return f"/static/{name}/{path}"

    app.jinja_env.globals["asset"] = asset


def build(translations: Path) -> str:
    """Return a digest of all that decides how a page comes out besides courses: the program, the interface catalogues.

    translations: the folder of the site that holds the catalogues.
    """
    digest = hashlib.sha256(version().encode())
    sources = (path for kind in ("*.py", "*.html") for path in PROGRAM.rglob(kind))
    for path in (*sorted(sources), *sorted(translations.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))):
        content = path.read_bytes()
        digest.update(f"{path.parts[-3:]} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
