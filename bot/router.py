"""Buttons, selects and modals → handlers, read from the raw payload so that all of them survive a restart.

A custom id is `feature:verb:token:v1`, or `post:<key>` for the button that carries a post's key. The token names
a `panels` row; the row says whose it is and what about. discord.py's own view store stays empty: a stopped view
there can take other people's buttons with it.
"""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import discord

from bot.domain.communities import Person
from bot.domain.ids import ChannelId, CommunityId, MessageId
from bot.domain.instants import Instant, instant_of
from bot.domain.panels import Panel
from bot.domain.posts import Post
from bot.domain.refusals import Refusal, Why

log = logging.getLogger(__name__)

VERSION = "v1"
POST = "post:"
"""How the custom id begins that carries a post's key."""
_CUSTOM_ID = re.compile(r"(?P<feature>[a-z]+):(?P<verb>[a-z_]+)(?P<page>\d*):(?P<token>[a-z2-7]{16}):v1")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a modal: Discord's attachment object, good until Discord drops it."""

    id: int
    filename: str
    size: int
    content_type: str
    url: str


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed, chose or filled in something of ours."""

    interaction_id: int
    community_id: CommunityId
    channel_id: ChannelId
    message_id: MessageId | None
    """The message the button is on, where there is one."""
    person: Person
    token: str
    subject: Mapping[str, Any]
    page: int = 0
    values: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A modal's answers by custom id; a text is a tuple of one."""
    uploads: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict)

    @property
    def at(self) -> Instant:
        return instant_of(self.interaction_id)

    def text(self, name: str) -> str:
        """A text field, or nothing where it was left empty."""
        return next(iter(self.fields.get(name, ())), "")


Handler = Callable[..., Awaitable[None]]
"""A cog's method: `async def handler(self, press: Press, answer: Answer) -> None`."""


class Panels(Protocol):
    async def read(self, token: str, community_id: CommunityId, person: Person) -> Panel: ...
    async def post(self, key: str, community_id: CommunityId) -> Post: ...


def pressed(feature: str, verb: str) -> Callable[[Handler], Handler]:
    """Mark a cog's method as the handler of `feature:verb`; for a post's own button, `pressed("post", kind)`."""

    def mark(handler: Handler) -> Handler:
        handler.__dict__.setdefault("__pressed__", []).append((feature, verb))
        return handler

    return mark


def custom_id(feature: str, verb: str, token: str, page: int | None = None) -> str:
    """What a button of ours is called; at most 100 characters by construction."""
    return f"{feature}:{verb}{'' if page is None else page}:{token}:{VERSION}"


def read_custom_id(name: str) -> tuple[tuple[str, str], str, int]:
    """What `custom_id` made: feature and verb, token, page. Raises `Refusal(PANEL_IS_OLD)`."""
    match = _CUSTOM_ID.fullmatch(name)
    if match is None:
        raise Refusal(Why.PANEL_IS_OLD)
    return (match["feature"], match["verb"]), match["token"], int(match["page"] or 0)


def post_id(key: str) -> str:
    """What the button is called that carries a post's key."""
    return f"{POST}{key}"


class Router:
    def __init__(self, panels: Panels) -> None:
        self._panels = panels
        self._handlers: dict[tuple[str, str], Handler] = {}

    def add(self, owner: object) -> None:
        """Take every method of `owner` that is marked `pressed`. Two for the same press is a fault."""
        for name in dir(type(owner)):
            for mark in getattr(getattr(type(owner), name), "__pressed__", ()):
                if mark in self._handlers:
                    raise ValueError(f"two handlers for {mark}")
                self._handlers[mark] = getattr(owner, name)

    async def route(self, interaction: discord.Interaction[Any], person: Person, answer: object) -> None:
        """Find the handler of a component or modal interaction and let it answer. Raises `Refusal(PANEL_IS_OLD)`."""
        data: Any = interaction.data
        name: str = data["custom_id"]
        community_id = CommunityId(interaction.guild_id or 0)
        page = 0
        if name.startswith(POST):
            post = await self._panels.post(name.removeprefix(POST), community_id)
            mark, token, subject = ("post", str(post.owed.kind)), "", post.owed.subject
            community_id = post.owed.community_id  # a direct message stands in no server
        else:
            mark, token, page = read_custom_id(name)
            panel = await self._panels.read(token, community_id, person)
            subject, community_id = panel.subject, panel.community_id
        handler = self._handlers.get(mark)
        if handler is None:
            raise Refusal(Why.PANEL_IS_OLD)
        fields, uploads = read_modal(data) if "components" in data else ({}, {})
        press = Press(
            interaction_id=interaction.id,
            community_id=community_id,
            channel_id=ChannelId(interaction.channel_id or 0),
            message_id=MessageId(interaction.message.id) if interaction.message else None,
            person=person,
            token=token,
            subject=subject,
            page=page,
            values=tuple(data.get("values", ())),
            fields=fields,
            uploads=uploads,
        )
        await handler(press, answer)


def read_modal(data: Mapping[str, Any]) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[Upload, ...]]]:
    """A modal's answers, from rows of text inputs or from labels around any input."""
    attachments = data.get("resolved", {}).get("attachments", {})
    fields: dict[str, tuple[str, ...]] = {}
    uploads: dict[str, tuple[Upload, ...]] = {}
    for top in data["components"]:
        for item in top.get("components") or [top.get("component") or {}]:
            name = item.get("custom_id")
            if name is None:
                continue
            values = item.get("values")
            if item["type"] == discord.ComponentType.file_upload.value:
                uploads[name] = tuple(_upload(attachments[key]) for key in values or () if key in attachments)
            else:
                fields[name] = tuple(values) if values is not None else (str(item.get("value") or ""),)
    return fields, uploads


def _upload(payload: Mapping[str, Any]) -> Upload:
    return Upload(
        id=int(payload["id"]),
        filename=payload["filename"],
        size=payload["size"],
        content_type=payload.get("content_type") or "",
        url=payload["url"],
    )
