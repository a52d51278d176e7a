"""The JSON objects Discord sends, built from the world's values."""

from bot.sandbox.clock import iso
from bot.sandbox.files import Files
from bot.sandbox.links import fresh_components, fresh_embed
from bot.sandbox.permissions import in_channel
from bot.sandbox.world import (
    FORUM,
    MIB,
    PRIVATE_THREAD,
    Attachment,
    Channel,
    Json,
    Member,
    Message,
    Person,
    Role,
    Server,
    Snapshot,
    World,
)

STARTER = 21  # the message that shows what a thread was opened on
REFERRING = frozenset({19, STARTER, 23})  # the types that carry `referenced_message`, message.mdx
BOOSTS = ((3, 100 * MIB), (2, 50 * MIB))  # the boost tiers that raise a server's upload limit, and to what
IS_SPOILER = 1 << 3  # attachment flag


def user(person: Person) -> Json:
    shown: Json = {
        "id": str(person.id),
        "username": person.name,
        "global_name": None if person.bot else person.name,
        "avatar": None,
        "discriminator": "0000" if person.bot else "0",
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }
    if person.bot:
        shown["bot"] = True
    return shown


def member(value: Member, with_user: bool = True) -> Json:
    shown: Json = {
        "roles": [str(role) for role in value.roles],
        "joined_at": iso(value.joined_at),
        "nick": value.nick,
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "flags": 0,
        "mute": False,
        "deaf": False,
    }
    if with_user:
        shown["user"] = user(value.person)
    return shown


def role(value: Role) -> Json:
    shown: Json = {
        "id": str(value.id),
        "name": value.name,
        "permissions": str(value.permissions),
        "position": value.position,
        "color": value.color,
        "colors": {"primary_color": value.color, "secondary_color": None, "tertiary_color": None},
        "hoist": value.hoist,
        "managed": value.bot_id is not None,
        "mentionable": value.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if value.bot_id is not None:
        shown["tags"] = {"bot_id": str(value.bot_id)}
    return shown


def channel(value: Channel) -> Json:
    """A channel, thread or DM."""
    if value.thread is not None:
        return _thread(value)
    shown: Json = {
        "id": str(value.id),
        "type": value.type,
        "last_message_id": _id(value.last_message_id),
        "flags": value.flags,
    }
    if value.last_pin_at is not None:
        shown["last_pin_timestamp"] = iso(value.last_pin_at)
    if value.recipient is not None:
        shown["recipients"] = [user(value.recipient)]
    if value.server is None:
        return shown
    shown |= {
        "guild_id": str(value.server.id),
        "name": value.name,
        "parent_id": str(value.parent.id) if value.parent else None,
        "position": value.position,
        "topic": value.topic,
        "nsfw": value.nsfw,
        "rate_limit_per_user": value.slowmode_seconds,
        "permission_overwrites": [
            {"id": str(rule.id), "type": rule.type, "allow": str(rule.allow), "deny": str(rule.deny)}
            for rule in value.overwrites.values()
        ],
    }
    defaults = value.thread_defaults
    for key in ("default_auto_archive_duration", "default_thread_rate_limit_per_user"):
        if defaults.get(key) is not None:
            shown[key] = defaults[key]
    if value.type == FORUM:
        shown |= {
            "available_tags": value.tags,
            "default_reaction_emoji": defaults.get("default_reaction_emoji"),
            "default_sort_order": defaults.get("default_sort_order"),
            "default_forum_layout": defaults.get("default_forum_layout") or 0,
        }
    return shown


def _thread(value: Channel) -> Json:
    thread, first = value.as_thread, next(iter(value.messages.values()), None)
    metadata: Json = {
        "archived": thread.archived,
        "archive_timestamp": iso(thread.archived_at),
        "auto_archive_duration": thread.auto_archive_minutes,
        "locked": thread.locked,
        "create_timestamp": iso(thread.created_at),
    }
    if value.type == PRIVATE_THREAD:
        metadata["invitable"] = thread.invitable
    shown: Json = {
        "id": str(value.id),
        "type": value.type,
        "guild_id": str(value.home.id),
        "parent_id": str(value.parent.id) if value.parent else None,
        "owner_id": str(thread.owner_id),
        "name": value.name,
        "last_message_id": _id(value.last_message_id),
        "message_count": len(value.messages) - (first is not None and (first.id == value.id or first.type == STARTER)),
        "total_message_sent": max(0, thread.total_sent - thread.begun),
        "member_count": min(len(thread.members), 50),
        "rate_limit_per_user": value.slowmode_seconds,
        "flags": value.flags,
        "thread_metadata": metadata,
    }
    if value.parent and value.parent.type == FORUM:
        shown["applied_tags"] = [str(tag) for tag in thread.applied_tags]
    return shown


def thread_member(thread_channel: Channel, person_id: int) -> Json:
    joined = thread_channel.as_thread.members[person_id]
    return {
        "id": str(thread_channel.id),
        "user_id": str(person_id),
        "join_timestamp": iso(joined),
        "flags": 0,
    }


def guild(server: Server, with_counts: bool = False) -> Json:
    shown: Json = {
        "id": str(server.id),
        "name": server.name,
        "owner_id": str(server.owner_id),
        "roles": [role(value) for value in server.roles.values()],
        "preferred_locale": server.locale,
        "features": [],
        "emojis": [],
        "stickers": [],
        "region": "deprecated",
        "afk_timeout": 300,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "verification_level": 0,
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "premium_tier": next((tier for tier, limit in BOOSTS if server.upload_limit >= limit), 0),
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
    }
    for absent in (
        "icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id",
        "afk_channel_id", "system_channel_id", "widget_channel_id", "max_presences", "vanity_url_code",
        "rules_channel_id", "safety_alerts_channel_id", "public_updates_channel_id", "incidents_data",
    ):  # fmt: skip
        shown[absent] = None
    if with_counts:
        shown["approximate_member_count"] = len(server.members)
        shown["approximate_presence_count"] = len(server.members)
    return shown


class Objects:
    """The objects that need more than their own value: messages (links, names, permissions) and attachments."""

    def __init__(self, world: World, files: Files) -> None:
        self._world = world
        self._files = files

    def attachment(self, value: Attachment) -> Json:
        shown: Json = {
            "id": str(value.id),
            "filename": value.filename,
            "size": len(value.content),
            "url": self._files.link(value),
            "proxy_url": self._files.proxied(value),
            "content_type": value.content_type,
        }
        if value.width is not None:
            shown["width"], shown["height"] = value.width, value.height
        if value.description is not None:
            shown["description"] = value.description
        if value.ephemeral:
            shown["ephemeral"] = True
        if value.spoiler:
            shown["flags"] = IS_SPOILER
        return shown

    def message(self, value: Message, viewer_id: int | None = None, nested: bool = True) -> Json:
        """A message as `viewer_id` (the bot by default) gets it; `nested` includes the message it answers."""
        shown: Json = {
            "id": str(value.id),
            "type": value.type,
            "channel_id": str(value.channel.id),
            "author": user(value.author),
            "content": value.content,
            "timestamp": iso(value.created_at),
            "edited_timestamp": None if value.edited_at is None else iso(value.edited_at),
            "tts": False,
            "mention_everyone": value.mention_everyone,
            "mentions": [user(self._world.people[person]) for person in value.mentions],
            "mention_roles": [str(role_id) for role_id in value.mention_roles],
            "attachments": [self.attachment(attachment) for attachment in value.attachments],
            "embeds": [fresh_embed(self._files, embed) for embed in value.embeds],
            "pinned": value.pinned_at is not None,
            "flags": value.flags,
            "components": fresh_components(self._files, value.components),
        }
        if value.nonce is not None:
            shown["nonce"] = value.nonce
        if value.position is not None:
            shown["position"] = value.position
        if value.webhook_id is not None:
            shown["webhook_id"] = str(value.webhook_id)
        if value.application_id is not None:
            shown["application_id"] = str(value.application_id)
        if value.interaction_metadata is not None:
            shown["interaction_metadata"] = value.interaction_metadata
        if value.reactions and nested:
            viewer = viewer_id or self._world.bot.id
            shown["reactions"] = [_reaction(emoji, people, viewer) for emoji, people in value.reactions.items()]
        if value.thread is not None:
            shown["thread"] = channel(value.thread)
        if value.reference is not None:
            shown["message_reference"] = value.reference
            if value.snapshot is not None:
                shown["message_snapshots"] = [{"message": self._snapshot(value.snapshot)}]
            elif nested and "message_id" in value.reference and value.type in REFERRING:
                answered = self._referenced(value, viewer_id)
                shown["referenced_message"] = answered and self.message(answered, viewer_id, nested=False)
        return shown

    def _referenced(self, value: Message, viewer_id: int | None) -> Message | None:
        """The message one points at: a public one, or a whisper to the same person."""
        message_id = int(value.reference["message_id"]) if value.reference else 0
        public = self._world.messages.get(message_id)
        if public is not None:
            return public
        person = value.whispered_to or self._world.people.get(viewer_id or 0)
        return person.whispers.get(message_id) if person is not None else None

    def _snapshot(self, value: Snapshot) -> Json:
        return {
            "type": value.type,
            "content": value.content,
            "flags": value.flags,
            "timestamp": iso(value.created_at),
            "edited_timestamp": None if value.edited_at is None else iso(value.edited_at),
            "embeds": [fresh_embed(self._files, embed) for embed in value.embeds],
            "components": fresh_components(self._files, list(value.components)),
            "attachments": [self.attachment(file) for file in value.attachments],
            "mentions": [user(self._world.people[person]) for person in value.mentions],
            "mention_roles": [str(role_id) for role_id in value.mention_roles],
        }

    def message_event(self, value: Message) -> Json:
        """The message as the gateway sends it: with its server and the author's member part."""
        shown = self.message(value)
        server = value.channel.server
        if server is not None:
            shown["guild_id"] = str(server.id)
            author = server.members.get(value.author.id)
            if author is not None and value.webhook_id is None:
                shown["member"] = member(author, with_user=False)
            for mentioned in shown["mentions"]:
                if known := server.members.get(int(mentioned["id"])):
                    mentioned["member"] = member(known, with_user=False)
        shown["channel_type"] = value.channel.type
        return shown

    def channel_for(self, value: Channel, person: Person) -> Json:
        """A channel as an interaction carries it: with the permissions of `person` in it."""
        return {**channel(value), "permissions": str(in_channel(value, person))}

    def thread_for_bot(self, value: Channel) -> Json:
        """A thread with the bot's own membership, if it has joined."""
        shown = channel(value)
        if value.thread is not None and self._world.bot.id in value.thread.members:
            shown["member"] = thread_member(value, self._world.bot.id)
        return shown


def emoji_object(emoji: str) -> Json:
    """`name:id` for a custom emoji, else the character itself."""
    name, _, emoji_id = emoji.partition(":")
    return {"id": emoji_id or None, "name": name}


def _reaction(emoji: str, people: list[int], viewer_id: int) -> Json:
    return {
        "emoji": emoji_object(emoji),
        "count": len(people),
        "count_details": {"normal": len(people), "burst": 0},
        "burst_colors": [],
        "me_burst": False,
        "me": viewer_id in people,
    }


def _id(value: int | None) -> str | None:
    return None if value is None else str(value)
