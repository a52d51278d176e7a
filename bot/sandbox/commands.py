"""The application's commands: Discord's rules for them, and which one a person means.

Source: discord-api-docs, interactions/application-commands.mdx.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import TOO_MANY_COMMANDS, UNKNOWN_COMMAND, Form, Refusal
from bot.sandbox.inputs import check_file_types, check_lengths
from bot.sandbox.snowflakes import Snowflakes
from bot.sandbox.world import Json

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
MOST = {SLASH: 100, USER_MENU: 15, MESSAGE_MENU: 15}
GUILD, BOT_DM = 0, 1  # contexts, receiving-and-responding.mdx
MOST_CHARACTERS, MOST_TEXT = 8_000, 6_000
CHOOSABLE = frozenset({STRING, INTEGER, NUMBER})
# reference.mdx, "Locales"
LOCALES = frozenset([
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
    "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
])  # fmt: skip
UNPUNCTUATED = re.compile(r"[-_'\w]{1,32}")


@dataclass(slots=True, eq=False)
class Command:
    """A registered command: `body` is the object Discord answers with."""

    id: int
    guild_id: int | None
    name: str
    type: int
    body: Json


class Commands:
    """The registered commands of every scope: None is global, else a server's id."""

    def __init__(
        self, application_id: int, snowflakes: Snowflakes, count_new: Callable[[int | None, int], None]
    ) -> None:
        """`count_new` is told how many commands are new to a scope before they are kept, and may refuse them."""
        self._application_id = application_id
        self._snowflakes = snowflakes
        self._count_new = count_new
        self.overrides: dict[tuple[int, int], list[Json]] = {}  # by server and command, who may use it
        self._scopes: dict[int | None, dict[tuple[int, str], Command]] = {}

    def all(self, guild_id: int | None) -> list[Command]:
        return list(self._scopes.get(guild_id, {}).values())

    def get(self, guild_id: int | None, command_id: int) -> Command:
        """Raises Refusal 10063."""
        for command in self.all(guild_id):
            if command.id == command_id:
                return command
        raise Refusal(UNKNOWN_COMMAND)

    def named(self, guild_id: int | None, kind: int, name: str) -> Command | None:
        """What people get for a name in a server (its own before the global one), or in direct messages (None)."""
        key = (kind, name)
        everywhere = self._scopes.get(None, {}).get(key)
        if everywhere is not None and not _serves(everywhere, guild_id):
            everywhere = None
        return everywhere if guild_id is None else self._scopes.get(guild_id, {}).get(key) or everywhere

    def offered(self, guild_id: int | None) -> list[Command]:
        """Every command people are offered in a server, or in direct messages (None).

        A global one and the server's own may have the same name.
        """
        own = [] if guild_id is None else self.all(guild_id)
        return [*own, *(command for command in self.all(None) if _serves(command, guild_id))]

    def overwrite(self, guild_id: int | None, bodies: list[Json]) -> list[Command]:
        """Replace a whole scope; commands of unchanged name and type keep their ids."""
        form = Form()
        seen = set()
        for index, body in enumerate(bodies):
            check(form, str(index), body)
            key = (body.get("type") or SLASH, body.get("name"))
            if key in seen:
                form.fault(
                    f"{index}.name",
                    "APPLICATION_COMMANDS_DUPLICATE_NAME",
                    "Application command names must be unique",
                )
            seen.add(key)
        form.close()
        for kind, most in MOST.items():
            if sum((body.get("type") or SLASH) == kind for body in bodies) > most:
                raise Refusal(TOO_MANY_COMMANDS)
        before = self._scopes.get(guild_id, {})
        self._count_new(guild_id, len(seen - before.keys()))
        self._scopes[guild_id] = {}
        return [self._put(guild_id, body, before) for body in bodies]

    def put(self, guild_id: int | None, body: Json) -> Command:
        """Create one command, or replace the one of the same name and type."""
        form = Form()
        check(form, "", body)
        form.close()
        scope = self._scopes.setdefault(guild_id, {})
        kind = body.get("type") or SLASH
        others = [command for command in scope.values() if command.type == kind and command.name != body["name"]]
        if len(others) >= MOST[kind]:
            raise Refusal(TOO_MANY_COMMANDS)
        self._count_new(guild_id, int((kind, body["name"]) not in scope))
        return self._put(guild_id, body, scope)

    def change(self, guild_id: int | None, command_id: int, body: Json) -> Command:
        old = self.get(guild_id, command_id)
        merged = {**old.body, **body}
        form = Form()
        check(form, "", merged)
        form.close()
        scope = self._scopes[guild_id]
        del scope[old.type, old.name]
        return self._put(guild_id, merged, {(old.type, merged["name"]): old})

    def remove(self, guild_id: int | None, command_id: int) -> None:
        command = self.get(guild_id, command_id)
        del self._scopes[guild_id][command.type, command.name]

    def _put(self, guild_id: int | None, body: Json, before: dict[tuple[int, str], Command]) -> Command:
        kind, name = body.get("type") or SLASH, body["name"]
        old = before.get((kind, name))
        command_id = old.id if old else self._snowflakes.new()
        kept: Json = {
            "id": str(command_id),
            "application_id": str(self._application_id),
            "version": str(self._snowflakes.new()),
            "type": kind,
            "name": name,
            "name_localizations": body.get("name_localizations"),
            "description": body.get("description") or "",  # discord.py needs it for menus too
            "description_localizations": body.get("description_localizations"),
            "default_member_permissions": _permissions(body.get("default_member_permissions")),
            "nsfw": bool(body.get("nsfw")),
            "contexts": body.get("contexts"),
            "integration_types": body.get("integration_types") or [0],
        }
        if guild_id is None:
            kept["dm_permission"] = body.get("dm_permission", True) is not False
        else:
            kept["guild_id"] = str(guild_id)
        if body.get("options"):
            kept["options"] = body["options"]
        command = Command(command_id, guild_id, name, kind, kept)
        self._scopes.setdefault(guild_id, {})[kind, name] = command
        return command


def _serves(command: Command, guild_id: int | None) -> bool:
    """Whether a global command's contexts take in a server, or direct messages with the bot."""
    contexts = command.body["contexts"]
    if contexts is not None:
        return (BOT_DM if guild_id is None else GUILD) in contexts
    return guild_id is not None or command.body.get("dm_permission") is not False


def _permissions(value: object) -> str | None:
    return None if value is None else str(value)


def check(form: Form, path: str, body: Json) -> None:
    """Note every fault of one command at `path`."""
    kind = body.get("type") or SLASH
    if kind not in MOST:
        form.fault(_at(path, "type"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3).")
        return
    if kind != SLASH:
        form.length(_at(path, "name"), len(body.get("name") or ""), 1, 32)
        if body.get("description"):
            form.fault(
                _at(path, "description"),
                "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED",
                "Context menu commands cannot have description",
            )
        if body.get("options"):
            form.fault(
                _at(path, "options"),
                "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED",
                "Context menu commands cannot have options",
            )
        return
    _check_names(form, path, body)
    _check_options(form, _at(path, "options"), body.get("options") or [], depth=0)
    if _characters(body) > MOST_CHARACTERS:
        form.fault(
            path,
            "APPLICATION_COMMAND_TOO_LARGE",
            f"Command exceeds maximum size ({MOST_CHARACTERS})",
        )


def _at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _check_names(form: Form, path: str, body: Json) -> None:
    for name in (body.get("name"), *(body.get("name_localizations") or {}).values()):
        if not isinstance(name, str) or not _name_is_valid(name):
            form.fault(
                _at(path, "name"),
                "APPLICATION_COMMAND_INVALID_NAME",
                "Command name is invalid",
            )
            break
    description = body.get("description")
    if not description:
        form.required(_at(path, "description"))
    for key in ("name_localizations", "description_localizations"):
        for locale in body.get(key) or {}:
            if locale not in LOCALES:
                form.fault(_at(path, f"{key}.{locale}"), "BASE_TYPE_CHOICES", "This is no locale of Discord's.")
    for text in (description or "-", *(body.get("description_localizations") or {}).values()):
        form.length(_at(path, "description"), len(text), 1, 100)


def _name_is_valid(name: str) -> bool:
    """`^[-_'\\p{L}\\p{N}\\p{sc=Deva}\\p{sc=Thai}]{1,32}$`, in lower case where the letters have one."""
    if name != name.lower():
        return False
    if UNPUNCTUATED.fullmatch(name):
        return True
    # Python's \w lacks the vowel signs of Devanagari and Thai, which Discord's two scripts bring in.
    return 1 <= len(name) <= 32 and all(
        UNPUNCTUATED.fullmatch(sign) or unicodedata.name(sign, "").startswith(("DEVANAGARI", "THAI")) for sign in name
    )


def _check_options(form: Form, path: str, options: list[Json], depth: int) -> None:
    form.length(path, len(options), 0, 25)
    names = set()
    optional_seen = False
    for index, option in enumerate(options):
        where = f"{path}.{index}"
        _check_names(form, where, option)
        if option.get("name") in names:
            form.fault(
                f"{where}.name",
                "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED",
                "Option names must be unique",
            )
        names.add(option.get("name"))
        kind = option.get("type")
        if kind in (SUBCOMMAND, GROUP):
            if depth > (0 if kind == GROUP else 1):
                form.fault(f"{where}.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deeply")
                continue
            _check_options(form, f"{where}.options", option.get("options") or [], depth + 1)
            continue
        if option.get("required") and optional_seen:
            form.fault(
                where,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or not option.get("required")
        _check_choices(form, where, option)
        _check_bounds(form, where, option)
    kinds = {option.get("type") in (SUBCOMMAND, GROUP) for option in options}
    if len(kinds) > 1:
        form.fault(
            path,
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-commands and options cannot stand side by side",
        )


def _check_bounds(form: Form, path: str, option: Json) -> None:
    """Bounds of texts and numbers, the channel types and file types, each on options of its own kind."""
    kind = option.get("type")
    if not isinstance(kind, int) or not STRING <= kind <= ATTACHMENT:
        form.fault(f"{path}.type", "BASE_TYPE_CHOICES", f"Value must be one of {(*range(1, ATTACHMENT + 1),)}.")
        return
    check_lengths(form, path, option, MOST_TEXT if kind == STRING else -1)
    check_file_types(form, f"{path}.file_types", option.get("file_types") or [])


def _check_choices(form: Form, path: str, option: Json) -> None:
    choices = option.get("choices") or []
    for key in ("choices", "autocomplete"):
        if option.get(key) and option.get("type") not in CHOOSABLE:
            code = f"APPLICATION_COMMAND_OPTIONS_{key.upper()}_INVALID"
            form.fault(f"{path}.{key}", code, f"This type has no {key}")
    if choices and option.get("autocomplete"):
        form.fault(
            f"{path}.choices",
            "APPLICATION_COMMAND_OPTIONS_CHOICES_AND_AUTOCOMPLETE",
            "Choices and autocomplete exclude each other",
        )
    check_choices(form, f"{path}.choices", choices)


def check_choices(form: Form, path: str, choices: list[Json]) -> None:
    """Choices of an option, or of an autocomplete answer: 25, names 1-100, texts up to 100."""
    form.length(path, len(choices), 0, 25)
    for index, choice in enumerate(choices):
        name, value = str(choice.get("name") or ""), choice.get("value")
        if not name.strip():
            form.required(f"{path}.{index}.name")
        form.length(f"{path}.{index}.name", len(name), 0, 100)
        if isinstance(value, str):
            if not value:
                form.required(f"{path}.{index}.value")
            form.length(f"{path}.{index}.value", len(value), 0, 100)


def _characters(body: Json) -> int:
    """Name, description and choice values, the longest localisation of each counting, options and all."""
    total = sum(
        max(len(text or "") for text in (body.get(key), *(body.get(f"{key}_localizations") or {}).values()))
        for key in ("name", "description")
    )
    total += sum(
        len(str(choice.get("value", ""))) + len(str(choice.get("name", ""))) for choice in body.get("choices") or []
    )
    return total + sum(_characters(option) for option in body.get("options") or [])
