"""Typed settings, from the environment and `.env`. All faults are told at once, in plain words.

The token and the database's password appear in no message, `repr` or log line.
"""

import difflib
import os
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import SplitResult, urlsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

DISCORD_API = "https://discord.com/api/v10"
LOGIN_MISSING = "DISCORD_TOKEN is missing: copy it from the Developer Portal, page Bot, into .env."


class SettingsError(Exception):
    """The settings cannot be used. `faults` holds one sentence for each reason."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(BaseSettings):
    """What an operator may choose. Each field is the environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    discord_token: SecretStr | None = Field(
        default=None,
        description="The bot's token, from the Developer Portal, page Bot. Keep it secret.",
    )
    state_dir: Path = Field(
        default=Path("var"),
        description="The folder of everything Callsheet keeps: database, files, backups.",
    )
    database_url: SecretStr = Field(
        default_factory=lambda data: SecretStr(
            f"sqlite+aiosqlite:///{(data['state_dir'] / 'callsheet.db').as_posix()}"
        ),
        description="The database. Left out, it is a file in STATE_DIR. For PostgreSQL:\n"
        "postgresql+asyncpg://user:password@host/database",
    )
    discord_api: str = Field(
        default=DISCORD_API,
        description="Where Discord answers. Only Discord itself or a sandbox on this machine.",
    )
    discord_gateway: str | None = Field(
        default=None,
        description="Where Discord's events come from. Left out, DISCORD_API is asked.",
    )
    discord_openapi: Path | None = Field(
        default=None,
        description="Discord's OpenAPI file. With it, the sandbox checks every request and answer.",
    )
    clock: Literal["system", "sandbox"] = Field(
        default="system",
        description="Whose time counts: system or sandbox. The sandbox's can be moved by hand.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        description="How much is logged: DEBUG, INFO, WARNING or ERROR.",
    )

    @classmethod
    def load(
        cls,
        env: Mapping[str, str] | None = None,
        env_file: Path | None = Path(".env"),
        *,
        needs_token: bool = False,
    ) -> Self:
        """Read the settings; what `env` says (by default the process's environment) beats `env_file`.

        Raises SettingsError with every fault found, never only the first.
        """
        faults: list[str] = []
        written = _read(env_file, faults)
        given = {**written, **(os.environ if env is None else env)}
        # An empty value means "not set", as in the `.env` made from the example.
        values: dict[str, Any] = {
            name: given[name.upper()].strip() for name in cls.model_fields if given.get(name.upper(), "").strip()
        }
        if needs_token and "discord_token" not in values:
            faults.append(LOGIN_MISSING)
        faults += _strangers(written, [name.upper() for name in cls.model_fields])
        settings = None
        try:
            settings = cls(**values)
        except ValidationError as error:
            # A default that rests on another field is not worked out when that field is at fault.
            faults += [_sentence(detail) for detail in error.errors() if detail["type"] != "default_factory_not_called"]
        # Raised outside of the `except`, so that no traceback carries what was typed in.
        if settings is None or faults:
            raise SettingsError(faults)
        return settings

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # `load` hands everything in: what it is given is all there is, also inside a test.
        return (init_settings,)

    @property
    def token(self) -> str:
        """The bare token. Raises SettingsError where there is none."""
        if self.discord_token is None:
            raise SettingsError([LOGIN_MISSING])
        return self.discord_token.get_secret_value()

    @field_validator("discord_token")
    @classmethod
    def _bare_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and any(c.isspace() or c in "\"'" for c in token.get_secret_value()):
            raise ValueError("must be the bare token, without quotes, spaces or the word Bot")
        return token

    @field_validator("state_dir")
    @classmethod
    def _a_folder(cls, path: Path) -> Path:
        path = path.expanduser()
        if path.exists() and not path.is_dir():
            raise ValueError("must name a folder, and there is a file of that name")
        return path

    @field_validator("database_url")
    @classmethod
    def _a_known_engine(cls, secret: SecretStr) -> SecretStr:
        url = _split(secret.get_secret_value())
        if url is None or url.scheme not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
            raise ValueError("must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://")
        if url.scheme == "sqlite+aiosqlite" and (url.netloc or url.path in ("", "/", "/:memory:")):
            raise ValueError("names no file: write sqlite+aiosqlite:///folder/callsheet.db")
        return secret

    @field_validator("discord_api")
    @classmethod
    def _a_safe_api(cls, url: str) -> str:
        return _trusted(url, ("https", "http"), ("discord.com",))

    @field_validator("discord_gateway")
    @classmethod
    def _a_safe_gateway(cls, url: str | None) -> str | None:
        return None if url is None else _trusted(url, ("wss", "ws"), ("discord.gg",))

    @field_validator("discord_openapi")
    @classmethod
    def _a_file(cls, path: Path | None) -> Path | None:
        if path is not None and not path.is_file():
            raise ValueError("names a file that is not there")
        return path

    @field_validator("clock")
    @classmethod
    def _no_sandbox_time_on_discord(cls, clock: str, info: ValidationInfo) -> str:
        api = info.data.get("discord_api")
        if clock == "sandbox" and api is not None and not _is_loopback(urlsplit(api).hostname):
            raise ValueError("can be sandbox only where DISCORD_API is a sandbox on this machine")
        return clock

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level


def env_example() -> str:
    """The text of `.env.example`: every setting, what it is for, and its default."""
    lines = ["# Callsheet's settings. Copy this file to .env; a line with # in front shows the default."]
    for name, field in Settings.model_fields.items():
        default = Settings().database_url.get_secret_value() if name == "database_url" else field.default
        lines += ["", *(f"# {line}" for line in (field.description or "").splitlines())]
        mark = "" if name == "discord_token" else "#"
        lines.append(f"{mark}{name.upper()}={'' if default is None else default}")
    return "\n".join(lines) + "\n"


def _read(env_file: Path | None, faults: list[str]) -> dict[str, str]:
    if env_file is None or not env_file.exists():
        return {}
    try:
        # No interpolation: a password may hold a dollar sign. Windows editors put a mark in front.
        found = dotenv_values(env_file, interpolate=False, encoding="utf-8-sig")
    except (OSError, UnicodeError):
        faults.append(f"{env_file} cannot be read: it must be a text file in UTF-8 that this user may open.")
        return {}
    return {key: value or "" for key, value in found.items()}


def _strangers(written: Mapping[str, str], known: list[str]) -> list[str]:
    """Name what was surely meant for Callsheet. Other programs may keep their own lines in the file."""
    faults = []
    for key in written:
        if key in known:
            continue
        close = difflib.get_close_matches(key.upper().removeprefix("CALLSHEET_"), known, n=1, cutoff=0.75)
        if close:
            faults.append(f"{key} in .env is not a setting; did you mean {close[0]}?")
        elif key.upper().startswith(("CALLSHEET_", "DISCORD_")):
            faults.append(f"{key} in .env is not a setting; the settings are {', '.join(known)}.")
    return faults


def _sentence(detail: ErrorDetails) -> str:
    name = str(detail["loc"][0]).upper()
    if detail["type"] == "literal_error":
        return f"{name} must be {detail['ctx']['expected'].replace(chr(39), '')}."
    if detail["type"] == "value_error":
        return f"{name} {detail['ctx']['error']}."
    return f"{name} cannot be used: {detail['msg']}."


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname  # both are parsed only when asked for
    except ValueError:
        return None
    return parts


def _trusted(url: str, schemes: tuple[str, str], domains: tuple[str, ...]) -> str:
    """The URL without a closing slash. Discord's own must be encrypted, any other on this machine."""
    parts = _split(url)
    if parts is None or parts.scheme not in schemes or not parts.hostname:
        raise ValueError(f"must be an address that begins with {schemes[0]}://")
    host = parts.hostname
    # Programs disagree on what a name before an @ or a backslash means, so neither is let in.
    plain = not any(c in "@\\" or c.isspace() for c in url)
    ours = any(host == domain or host.endswith(f".{domain}") for domain in domains)
    if plain and (_is_loopback(host) or (ours and parts.scheme == schemes[0])):
        return url.rstrip("/")
    raise ValueError(
        f"must be Discord's own ({schemes[0]}://{domains[0]}) or on this machine ({schemes[1]}://127.0.0.1)"
    )


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


if __name__ == "__main__":
    print(env_example(), end="")
