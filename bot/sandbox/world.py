"""The world's values: servers, people, roles, channels and messages, all in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import (
    SERVER_ERROR,
    UNKNOWN_CHANNEL,
    UNKNOWN_GUILD,
    UNKNOWN_MEMBER,
    UNKNOWN_MESSAGE,
    WRONG_CHANNEL_TYPE,
    Mistake,
    Refusal,
)

Json = dict[str, Any]

TEXT, DM, VOICE, CATEGORY, ANNOUNCEMENT, FORUM = 0, 1, 2, 4, 5, 15
ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD = 10, 11, 12
THREADS = frozenset({ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD})
MIB = 1024 * 1024
# Bytes a file: discord-api-docs reference.mdx "Uploading Files" (10 MiB until September 2026).
DEFAULT_UPLOAD_LIMIT = 20 * MIB


@dataclass(slots=True, eq=False)
class Person:
    """A Discord user. `whispers` are the ephemeral messages only this person sees.

    `upload_limit`: bytes a file that Nitro gives them, 0 without Nitro.
    """

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    upload_limit: int = 0
    takes_dms: bool = True
    whispers: dict[int, Message] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Member:
    """`extra`: one of a crowd, shown after everybody else."""

    person: Person
    joined_at: int
    roles: list[int] = field(default_factory=list)
    nick: str | None = None
    extra: bool = False


@dataclass(slots=True, eq=False)
class Role:
    id: int
    name: str
    permissions: int
    position: int
    mentionable: bool = False
    color: int = 0
    hoist: bool = False
    bot_id: int | None = None


@dataclass(slots=True, eq=False)
class Overwrite:
    """What one role (type 0) or person (type 1) is allowed and denied in a channel."""

    id: int
    type: int
    allow: int
    deny: int


@dataclass(slots=True, eq=False)
class Attachment:
    id: int
    channel_id: int
    filename: str
    content: bytes
    content_type: str
    description: str | None = None
    width: int | None = None
    height: int | None = None
    ephemeral: bool = False
    spoiler: bool = False
    gone_at: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a forward took of a message. It never changes, and says nothing of the author."""

    type: int
    content: str
    flags: int
    created_at: int
    edited_at: int | None
    embeds: tuple[Json, ...]
    components: tuple[Json, ...]
    attachments: tuple[Attachment, ...]
    mentions: tuple[int, ...]
    mention_roles: tuple[int, ...]


@dataclass(slots=True, eq=False)
class Webhook:
    """An incoming webhook. `application_id` is set for those an application made: they may send buttons."""

    id: int
    channel: Channel
    name: str
    token: str
    creator: Person
    application_id: int | None = None
    avatar: str | None = None


@dataclass(slots=True, eq=False)
class Pings:
    """Who a message notified when it was made."""

    users: list[int] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    everyone: bool = False


@dataclass(slots=True, eq=False)
class Message:
    id: int
    channel: Channel
    author: Person
    created_at: int
    content: str = ""
    type: int = 0
    flags: int = 0
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    pings: Pings = field(default_factory=Pings)
    nonce: str | int | None = None
    reference: Json | None = None
    edited_at: int | None = None
    pinned_at: int | None = None
    position: int | None = None
    reactions: dict[str, list[int]] = field(default_factory=dict)
    thread: Channel | None = None
    interaction_metadata: Json | None = None
    webhook_id: int | None = None
    application_id: int | None = None
    whispered_to: Person | None = None
    snapshot: Snapshot | None = None


@dataclass(slots=True, eq=False)
class Thread:
    """What a channel that is a thread has besides.

    `begun`: it began with a message that no count includes, a forum post's own or the one that shows what it was
    opened on.
    """

    owner_id: int
    created_at: int
    archived_at: int
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    auto_archive_minutes: int = 4320
    members: dict[int, int] = field(default_factory=dict)
    applied_tags: list[int] = field(default_factory=list)
    begun: bool = False
    total_sent: int = 0
    active_at: int = 0


@dataclass(slots=True, eq=False)
class Channel:
    id: int
    type: int
    name: str
    server: Server | None = None
    parent: Channel | None = None
    position: int = 0
    topic: str | None = None
    nsfw: bool = False
    slowmode_seconds: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int | None = None
    last_pin_at: int | None = None
    recipient: Person | None = None
    thread: Thread | None = None
    tags: list[Json] = field(default_factory=list)
    flags: int = 0
    webhooks: dict[int, Webhook] = field(default_factory=dict)
    thread_defaults: Json = field(default_factory=dict)
    last_by: dict[tuple[int, bool], int] = field(default_factory=dict)  # for slowmode: (person, threads) -> instant

    @property
    def home(self) -> Server:
        """Its server; Refusal 50024 for a DM."""
        if self.server is None:
            raise Refusal(WRONG_CHANNEL_TYPE)
        return self.server

    @property
    def as_thread(self) -> Thread:
        """What makes it a thread; Refusal 50024 if it is none."""
        if self.thread is None:
            raise Refusal(WRONG_CHANNEL_TYPE)
        return self.thread

    @property
    def ruling(self) -> Channel:
        """The channel whose overwrites, age mark and webhooks hold here: of a thread its parent, else itself."""
        return self if self.thread is None or self.parent is None else self.parent

    def message(self, message_id: int) -> Message:
        """Raises Refusal 10008."""
        try:
            return self.messages[message_id]
        except KeyError:
            raise Refusal(UNKNOWN_MESSAGE) from None


@dataclass(slots=True, eq=False)
class Server:
    """A guild. `channels` holds its threads too."""

    id: int
    name: str
    owner_id: int
    created_at: int
    upload_limit: int = DEFAULT_UPLOAD_LIMIT
    locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)

    def member(self, person_id: int) -> Member:
        """Raises Refusal 10007."""
        try:
            return self.members[person_id]
        except KeyError:
            raise Refusal(UNKNOWN_MEMBER) from None

    def named_member(self, ref: str) -> Member:
        """The member with this id or name; raises Mistake 404."""
        if ref.isdecimal() and int(ref) in self.members:
            return self.members[int(ref)]
        for member in self.members.values():
            if member.person.name == ref:
                return member
        raise Mistake(f'Nobody called "{ref}" is in "{self.name}": add them with POST people first.', 404)

    def named_channel(self, ref: str) -> Channel:
        """The channel or thread with this id or unique name; raises Mistake."""
        if ref.isdecimal() and int(ref) in self.channels:
            return self.channels[int(ref)]
        found = [channel for channel in self.channels.values() if channel.name == ref.removeprefix("#")]
        if len(found) > 1:
            raise Mistake(f'{len(found)} channels are called "{ref}": name the one you mean by its id.')
        if not found:
            raise Mistake(f'There is no channel "{ref}" in "{self.name}": name one by its id or name.', 404)
        return found[0]

    def named_role(self, ref: str) -> Role:
        """The role with this id or name ("@everyone" too); raises Mistake 404."""
        for role in self.roles.values():
            if role.name == ref or str(role.id) == ref:
                return role
        raise Mistake(f'There is no role "{ref}" in "{self.name}": name one by its id or name.', 404)

    def threads(self) -> list[Channel]:
        return [channel for channel in self.channels.values() if channel.thread is not None]


class World:
    """Everything that exists, found by id. `bot` is the application's user and has the application's id.

    `outages` are the ids of the servers that are unavailable: nothing of them can be reached, their events are lost.
    """

    def __init__(self, bot: Person, bot_owner: Person) -> None:
        self.bot = bot
        self.bot_owner = bot_owner
        self.people: dict[int, Person] = {bot.id: bot, bot_owner.id: bot_owner}
        self.servers: dict[int, Server] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.webhooks: dict[int, Webhook] = {}
        self.outages: set[int] = set()

    def servers_of_bot(self) -> list[Server]:
        return [server for server in self.servers.values() if self.bot.id in server.members]

    def server(self, server_id: int) -> Server:
        """A server the bot is in; raises Refusal 10004, or a server error while it is unavailable."""
        server = self.servers.get(server_id)
        if server is None or self.bot.id not in server.members:
            raise Refusal(UNKNOWN_GUILD)
        self._reach(server)
        return server

    def channel(self, channel_id: int) -> Channel:
        """Raises Refusal 10003, or a server error while its server is unavailable."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise Refusal(UNKNOWN_CHANNEL)
        if channel.server is not None:
            self._reach(channel.server)
        return channel

    def _reach(self, server: Server) -> None:
        """Discord publishes that an outage answers 5xx, not which one."""
        if server.id in self.outages:
            raise Refusal(SERVER_ERROR)

    def direct(self, person: Person) -> Channel | None:
        """The DM channel with a person, if there is one."""
        return next((channel for channel in self.channels.values() if channel.recipient is person), None)

    def named_server(self, ref: str) -> Server:
        """The server with this id or unique name; raises Mistake."""
        if ref.isdecimal() and int(ref) in self.servers:
            return self.servers[int(ref)]
        found = [server for server in self.servers.values() if server.name == ref]
        if len(found) > 1:
            raise Mistake(f'{len(found)} servers are called "{ref}": name the one you mean by its id.')
        if not found:
            raise Mistake(f'There is no server "{ref}": create it with POST /sandbox/v1/servers.', 404)
        return found[0]
