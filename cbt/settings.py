"""Settings: one TOML file in the site folder, overridden by `CBT_` variables; what is unknown or wrong is refused."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from cbt.errors import N_, CbtError
from cbt.language.locales import LOCALES

FILE = "cbt.toml"
PREFIX = "CBT_"
OUTSIDE = frozenset({"site"})  # named by CBT_SITE or on the command line, never in the file itself
A_WHOLE_NUMBER = N_("It is a whole number")
TRUE_OR_FALSE = N_("It is true or false")
A_TEXT = N_("It is a text in quotes")
REASONS = {
    "greater_than_equal": N_("It is at least {ge}"),
    "less_than_equal": N_("It is at most {le}"),
    "string_too_short": N_("It may not be empty"),
    "string_too_long": N_("It has at most {max_length} characters"),
    "value_error": "{error}",
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float", "int_parsing_size"), A_WHOLE_NUMBER),
    **dict.fromkeys(("bool_parsing", "bool_type"), TRUE_OR_FALSE),
    "string_type": A_TEXT,
}
"""What a setting may be, by Pydantic's name for what is wrong and with its values."""


class UnknownSetting(CbtError):
    """The file or the environment names a setting that does not exist."""

    sentence = N_("{source} has a setting “{name}” that does not exist. There are: {known}.")


class WrongSetting(CbtError):
    """A setting has a value that it cannot have."""

    sentence = N_("{source}: the setting “{name}” cannot be “{value}”. {reason}.")


class BrokenSettings(CbtError):
    """The settings file is not TOML."""

    sentence = N_(
        "{source} cannot be read as TOML: {reason}. Mend that line, or move the file away: without it every setting "
        "has its usual value."
    )


class Settings(BaseModel):
    """All settings, typed. Each field's description is its line in the operator's manual."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    site: Path = Field(description="The site folder: courses, media, translations and var lie in it.")
    database_url: str = Field("", description="SQLAlchemy URL of the database; empty: var/cbt.sqlite3 in the site.")
    host: str = Field("0.0.0.0", description="Address to listen on; 0.0.0.0: every network card.")  # noqa: S104 - it serves its room
    port: Annotated[int, Field(ge=1, le=65535)] = Field(8080, description="TCP port to listen on.")
    threads: Annotated[int, Field(ge=1, le=256)] = Field(4, description="Requests worked on at the same time.")
    post_name: str = Field(
        "CBT", min_length=1, max_length=80, description="Name of this classroom, shown in the bar of every page."
    )
    language: str = Field("en", description="Language of pages before anybody has signed in.")
    time_zone: str = Field("", description="Time zone of pages, such as Asia/Almaty; empty: this machine's own.")
    session_minutes: Annotated[int, Field(ge=5, le=1440)] = Field(
        60, description="Minutes without a request after which a seat is signed out."
    )
    demonstration: bool = Field(
        default=False, description="Say “demonstration” on every page and serve 127.0.0.1 only."
    )

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        if name and name not in available_timezones():
            raise ValueError("There is no such time zone; write it as Asia/Almaty")
        return name

    @field_validator("language")
    @classmethod
    def _language_exists(cls, tag: str) -> str:
        known = [locale.tag for locale in LOCALES]
        if tag not in known:
            raise ValueError(f"There are: {', '.join(known)}")
        return tag

    @property
    def zone(self) -> tzinfo:
        """The time zone of pages."""
        return ZoneInfo(self.time_zone) if self.time_zone else datetime.now(UTC).astimezone().tzinfo or UTC

    @property
    def url(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.var / 'cbt.sqlite3'}"

    @property
    def courses(self) -> Path:
        """Course sources, one folder a course, and `jurisdictions`."""
        return self.site / "courses"

    @property
    def media(self) -> Path:
        """What lessons show, one folder a course."""
        return self.site / "media"

    @property
    def translations(self) -> Path:
        """Catalogues, one folder a locale."""
        return self.site / "translations"

    @property
    def var(self) -> Path:
        """What the box writes: database, key, releases. The only folder to back up beside the content."""
        return self.site / "var"


def read_settings(site: Path, environment: Mapping[str, str], **given: object) -> Settings:
    """Return the settings of a site folder: its file, then `CBT_` variables, then those given here.

    Raises UnknownSetting, WrongSetting or BrokenSettings, each naming the setting and where it stands.
    """
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for source, found in ((str(site / FILE), _file(site / FILE)), ("The environment", _environment(environment))):
        for name, value in found.items():
            if name in OUTSIDE or name not in Settings.model_fields:
                known = ", ".join(sorted(set(Settings.model_fields) - OUTSIDE))
                raise UnknownSetting(source=source, name=name, known=known)
            values[name], sources[name] = value, source
    try:
        return Settings(**{**values, **given, "site": site.resolve()})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        source = sources.get(name, "The command line")
        reason = REASONS.get(first["type"], "{msg}").format(**{"msg": first["msg"], **first.get("ctx", {})})
        raise WrongSetting(source=source, name=name, value=first["input"], reason=reason) from None


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BrokenSettings(source=str(path), reason=str(error)) from None


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    ours = {name: value for name, value in environment.items() if name.startswith(PREFIX) and name != f"{PREFIX}SITE"}
    return {name.removeprefix(PREFIX).lower(): value for name, value in ours.items()}
