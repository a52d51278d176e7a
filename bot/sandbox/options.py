"""A person's slash options, held against the registered command as a Discord client would before sending."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import commands
from bot.sandbox.commands import GROUP, SLASH, SUBCOMMAND, Command
from bot.sandbox.errors import Mistake
from bot.sandbox.files import LOOSE_LIFETIME, Upload, upload_limit
from bot.sandbox.forwards import is_adult
from bot.sandbox.inputs import takes
from bot.sandbox.objects import member, role, user
from bot.sandbox.permissions import ADMINISTRATOR, in_channel
from bot.sandbox.state import State
from bot.sandbox.world import Attachment, Channel, Json, Member, Person, Role, Server

INTEGERS = (-(2**53) + 1, 2**53 - 1)


@dataclass(slots=True)
class Resolved:
    """The objects an interaction carries for the ids in it, as Discord's `resolved`."""

    state: State
    server: Server
    place: Channel
    person: Person
    found: dict[str, Json] = field(default_factory=dict)

    def member(self, value: Member) -> str:
        key = str(value.person.id)
        self.found.setdefault("users", {})[key] = user(value.person)
        if self.place.server is None:
            return key
        self.found.setdefault("members", {})[key] = {
            **member(value, with_user=False),
            "permissions": str(in_channel(self.place, value.person)),
        }
        return key

    def role(self, value: Role) -> str:
        self.found.setdefault("roles", {})[str(value.id)] = role(value)
        return str(value.id)

    def channel(self, value: Channel) -> str:
        shown = self.state.objects.channel_for(value, self.person)
        shown["app_permissions"] = str(in_channel(value, self.state.world.bot))
        self.found.setdefault("channels", {})[str(value.id)] = shown
        return str(value.id)

    def attachment(self, value: Attachment) -> str:
        self.found.setdefault("attachments", {})[str(value.id)] = self.state.objects.attachment(value)
        return str(value.id)

    def upload(self, value: Upload) -> str:
        """A file put into an option or a modal: as large as the person may upload here, and gone after a while."""
        limit = upload_limit(self.place, self.person)
        if value.size > limit:
            raise Mistake(
                f'"{value.filename}" is too large: {self.person.name} may upload {limit} bytes a file here.', 413
            )
        return self.attachment(self.state.files.keep(self.place.id, value, ephemeral=True, lasts=LOOSE_LIFETIME))

    def mentionable(self, ref: str) -> str:
        """A member or a role, by id or name; raises Mistake."""
        try:
            return self.member(self.server.named_member(ref))
        except Mistake:
            return self.role(self.server.named_role(ref))


def find(state: State, channel: Channel, person: Person, words: str) -> tuple[Command, list[Json]]:
    """The command and the path of sub-command options that "prompt new" names; raises Mistake."""
    name, *rest = words.removeprefix("/").split()[:3] or [""]
    command = state.commands.named(server_id(channel), SLASH, name)
    if command is None:
        known = ", ".join(sorted("/" + c.name for c in state.commands.offered(server_id(channel)) if c.type == SLASH))
        raise Mistake(f"There is no command /{name}: the bot has registered {known or 'none'}.", 404)
    check_allowed(state, command, channel, person)
    path: list[Json] = []
    here = command.body.get("options") or []
    for word in rest:
        step = next((o for o in here if o["name"] == word and o["type"] in (SUBCOMMAND, GROUP)), None)
        if step is None:
            raise Mistake(f'/{name} has no sub-command "{word}".', 404)
        path.append(step)
        here = step.get("options") or []
    if any(option["type"] in (SUBCOMMAND, GROUP) for option in here):
        names = ", ".join(option["name"] for option in here)
        raise Mistake(f"/{words} is incomplete: go on with one of {names}.")
    return command, path


def server_id(channel: Channel) -> int | None:
    """The id of the channel's server; None for direct messages."""
    return None if channel.server is None else channel.server.id


def check_allowed(state: State, command: Command, channel: Channel, person: Person) -> None:
    """Raise Mistake 403 if the command is not shown to this person here."""
    if not is_allowed(state, command, channel, person):
        raise Mistake(f"{person.name} is not offered {command.name} there.", 403)


def is_allowed(state: State, command: Command, channel: Channel, person: Person) -> bool:
    """Whether the client shows a command: by its age mark, the server's overrides, and its default permissions.

    Source: discord-api-docs, interactions/application-commands.mdx, "Permissions" and "Age-Restricted Commands".
    """
    if channel.server is None:
        return True
    if command.body["nsfw"] and not is_adult(channel):
        return False
    granted = in_channel(channel, person)
    if granted & ADMINISTRATOR:
        return True
    server = channel.server
    rules = {rule["id"]: rule["permission"] for rule in state.commands.overrides.get((server.id, command.id), [])}
    if not rules.get(str(channel.ruling.id), rules.get(str(server.id - 1), True)):
        return False
    if str(person.id) in rules:
        return bool(rules[str(person.id)])
    by_role = [rules[str(role)] for role in server.members[person.id].roles if str(role) in rules]
    if by_role:
        return any(by_role)
    if str(server.id) in rules:
        return bool(rules[str(server.id)])
    needed = command.body["default_member_permissions"]
    return needed is None or (int(needed) != 0 and granted & int(needed) == int(needed))


def build(
    resolved: Resolved,
    command: Command,
    path: list[Json],
    values: Mapping[str, Any],
    uploads: Mapping[str, Upload],
    focused: str | None = None,
) -> Json:
    """The `data` of a slash or autocomplete interaction. Raises Mistake for what a client would not send.

    With `focused` the named option is being typed: required options may be missing and are not checked.
    """
    known = {o["name"]: o for o in ((path[-1] if path else command.body).get("options") or [])}
    for name in (*values, *uploads, *([focused] if focused else ())):
        if name not in known:
            raise Mistake(f'/{command.name} has no option "{name}": it has {", ".join(known) or "none"}.')
    chosen = []
    for name, option in known.items():
        if name == focused:
            text = values.get(name, "")
            chosen.append({"name": name, "type": option["type"], "value": text, "focused": True})
        elif name in values or name in uploads:
            value = _value(resolved, option, values.get(name), uploads.get(name))
            chosen.append({"name": name, "type": option["type"], "value": value})
        elif option.get("required") and focused is None:
            raise Mistake(f'/{command.name} needs the option "{name}".')
    for step in reversed(path):
        chosen = [{"name": step["name"], "type": step["type"], "options": chosen}]
    return data(command, resolved, options=chosen)


def data(command: Command, resolved: Resolved, **more: Any) -> Json:
    shown: Json = {"id": str(command.id), "name": command.name, "type": command.type, **more}
    if command.guild_id is not None:
        shown["guild_id"] = str(command.guild_id)
    if resolved.found:
        shown["resolved"] = resolved.found
    return shown


def _value(resolved: Resolved, option: Json, value: Any, upload: Upload | None) -> object:
    kind, name = option["type"], option["name"]
    if kind == commands.ATTACHMENT:
        if upload is None:
            raise Mistake(f'The option "{name}" is a file: send multipart with a part called "{name}".')
        wanted = option.get("file_types") or []
        if not takes(wanted, upload.filename):
            raise Mistake(f'The option "{name}" takes {", ".join(wanted)}, not "{upload.filename}".')
        return resolved.upload(upload)
    if kind == commands.USER:
        return resolved.member(resolved.server.named_member(str(value)))
    if kind == commands.ROLE:
        return resolved.role(resolved.server.named_role(str(value)))
    if kind == commands.CHANNEL:
        found = resolved.server.named_channel(str(value))
        if option.get("channel_types") and found.type not in option["channel_types"]:
            raise Mistake(f'The option "{name}" does not take a channel of type {found.type}.')
        return resolved.channel(found)
    if kind == commands.MENTIONABLE:
        return resolved.mentionable(str(value))
    return _plain(option, value)


def _plain(option: Json, value: Any) -> object:
    """A text, number or boolean: its type, bounds and choices."""
    kind, name = option["type"], option["name"]
    if option.get("choices"):
        for choice in option["choices"]:
            if value in (choice["value"], choice["name"]) and not isinstance(value, bool):
                return choice["value"]
        names = ", ".join(choice["name"] for choice in option["choices"])
        raise Mistake(f'The option "{name}" takes one of: {names}.')
    if kind == commands.BOOLEAN:
        if not isinstance(value, bool):
            raise Mistake(f'The option "{name}" takes true or false.')
        return value
    if kind == commands.STRING:
        if not isinstance(value, str) or not value:
            raise Mistake(f'The option "{name}" takes text.')
        least, most = option.get("min_length") or 0, option.get("max_length") or 6_000
        if not least <= len(value) <= most:
            raise Mistake(f'The option "{name}" takes {least} to {most} characters.')
        return value
    whole = kind == commands.INTEGER
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        raise Mistake(f'The option "{name}" takes a {"whole " if whole else ""}number.')
    smallest, largest = option.get("min_value"), option.get("max_value")
    lowest = INTEGERS[0] if smallest is None else smallest
    highest = INTEGERS[1] if largest is None else largest
    if not lowest <= value <= highest:
        raise Mistake(f'The option "{name}" takes a number from {lowest} to {highest}.')
    return value
