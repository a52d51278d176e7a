"""What a person does with messages and threads, as Discord's client lets them."""

from collections.abc import Sequence
from typing import Literal

from bot.sandbox import bans, channels, messages, pins, reactions, reposts, slowmode, threads, unfurling, webhooks
from bot.sandbox.errors import Mistake, Refusal
from bot.sandbox.files import Upload
from bot.sandbox.permissions import in_channel, to_send
from bot.sandbox.seat import Seat, sentence
from bot.sandbox.world import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_THREAD,
    FORUM,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    Channel,
    Json,
    Member,
    Message,
    Webhook,
)

Wait = Literal["ack", "final"]


class Posting(Seat):
    """Writing, editing, reacting, pinning, opening threads; every misuse raises Mistake."""

    async def post(
        self,
        channel: str,
        content: str = "",
        *,
        reply_to: str | int | None = None,
        ping: bool = True,
        uploads: Sequence[Upload] = (),
        attachments: Sequence[Json] = (),
        wait: Wait = "final",
    ) -> Message:
        """Post a message, answering another with `reply_to` (and notifying its author with `ping`).

        `attachments` describes the uploads as Discord's own does, by the number in their field `files[n]`.
        """
        place = self.channel(channel)
        if place.type == FORUM:
            raise Mistake(f"#{place.name} is a forum: open a post with POST posts.")
        self._need(place, to_send(place))
        if uploads:
            self._need(place, "ATTACH_FILES")
        body: Json = {"content": content, "attachments": list(attachments)}
        if reply_to is not None:
            body["message_reference"] = {"message_id": str(self.message(reply_to).id)}
            body["allowed_mentions"] = {"parse": ["users", "roles", "everyone"], "replied_user": ping}
        return await self._publish(place, body, uploads, wait=wait)

    async def open_post(
        self,
        channel: str,
        name: str,
        content: str = "",
        *,
        tags: Sequence[str] = (),
        uploads: Sequence[Upload] = (),
        attachments: Sequence[Json] = (),
        wait: Wait = "final",
    ) -> Message:
        """Open a forum post; returns its first message, whose id is the new thread's. `attachments`: as in `post`."""
        forum = self.channel(channel, "SEND_MESSAGES")
        if forum.type != FORUM:
            raise Mistake(f"#{forum.name} is no forum.")
        body = {"name": name, "applied_tags": _tag_ids(forum, tags)}
        try:
            slowmode.check(self._state, forum, self.person, threads=True)
            threads.check(body, forum, by=in_channel(forum, self.person))
            first = {"content": content, "attachments": list(attachments)}
            message = messages.compose(self._state, forum, self.person, first, uploads)
            threads.open_post(self._state, forum, message, body)
        except Refusal as refusal:
            raise sentence(refusal) from None
        slowmode.note(self._state, forum, self.person, threads=True)
        await self._settle(wait)
        return message

    async def open_thread(
        self,
        name: str,
        *,
        channel: str | None = None,
        message: str | int | None = None,
        private: bool = False,
        wait: Wait = "final",
    ) -> Channel:
        """Open a thread on a message or in a channel; there it may be private."""
        if (channel is None) == (message is None):
            raise Mistake("Say where: give a channel or a message.")
        found = None if message is None else self.message(message)
        place = self.channel(str(channel)) if found is None else found.channel
        self._need(place, "CREATE_PRIVATE_THREADS" if private else "CREATE_PUBLIC_THREADS")
        public = ANNOUNCEMENT_THREAD if place.type == ANNOUNCEMENT else PUBLIC_THREAD
        body = {"name": name, "type": PRIVATE_THREAD if private else public}
        try:
            slowmode.check(self._state, place, self.person, threads=True)
            if found is not None:
                thread = threads.open_from_message(self._state, found, self.person, body)
            else:
                thread = threads.open_without_message(self._state, place, self.person, body)
        except Refusal as refusal:
            raise sentence(refusal) from None
        slowmode.note(self._state, place, self.person, threads=True)
        await self._settle(wait)
        return thread

    def tag_ids(self, thread: str, tags: Sequence[str]) -> list[str]:
        """The ids of the tags named, of the forum a post is in."""
        parent = self.channel(thread).parent
        return list(tags) if parent is None else _tag_ids(parent, tags)

    async def change_thread(self, thread: str, body: Json, *, wait: Wait = "final") -> Channel:
        """Rename, archive, lock or tag a thread, as far as the person may."""
        place = self.channel(thread)
        try:
            threads.require_to_change(place, self.person, body)
            channels.change(self._state, place, body, by=in_channel(place, self.person))
        except Refusal as refusal:
            raise sentence(refusal) from None
        await self._settle(wait)
        return place

    async def add_to_thread(self, thread: str, person: str | None = None, *, wait: Wait = "final") -> Channel:
        """Join a thread, or add somebody to it."""
        place = self.channel(thread)
        added = self.person if person is None else self.server.named_member(person).person
        if person is not None:
            self._need(place, "SEND_MESSAGES_IN_THREADS")
        try:
            threads.require_to_touch_in(place, self.person)
            threads.add_member(self._state, place, added)
        except Refusal as refusal:
            raise sentence(refusal) from None
        await self._settle(wait)
        return place

    async def leave_thread(self, thread: str, *, wait: Wait = "final") -> Channel:
        place = self.channel(thread)
        try:
            threads.remove_member(self._state, place, self.person)
        except Refusal as refusal:
            raise sentence(refusal) from None
        await self._settle(wait)
        return place

    async def pin(self, message: str | int, *, wait: Wait = "final") -> Message:
        found = self.message(message)
        self._need(found.channel, "PIN_MESSAGES")
        try:
            pins.pin(self._state, found, self.person)
        except Refusal as refusal:
            raise sentence(refusal) from None
        await self._settle(wait)
        return found

    async def unpin(self, message: str | int, *, wait: Wait = "final") -> Message:
        found = self.message(message)
        self._need(found.channel, "PIN_MESSAGES")
        pins.unpin(self._state, found)
        await self._settle(wait)
        return found

    async def forward(self, message: str | int, channel: str, *, wait: Wait = "final") -> Message:
        """Forward a message the person can see to a channel they may write in."""
        found, place = self.message(message), self.channel(channel)
        self._need(place, to_send(place))
        if found.whispered_to is not None:
            raise Mistake("What only one person sees cannot be forwarded.")
        body = {"message_reference": {"type": 1, "message_id": found.id, "channel_id": found.channel.id}}
        return await self._publish(place, body, wait=wait)

    async def repost(self, message: str | int, name: str, *, wait: Wait = "final") -> Message:
        """Let a proxy application post the person's own message again as `name`; the first one goes."""
        found = self.message(message)
        if found.author is not self.person:
            raise Mistake(f"{self.person.name} did not write that message.", 403)
        try:
            posted = reposts.repost(self._state, found, name)
        except Refusal as refusal:
            raise sentence(refusal) from None
        await self._settle(wait)
        return posted

    async def make_webhook(self, channel: str, name: str, *, wait: Wait = "final") -> Webhook:
        """A webhook of the person's own, which no application owns."""
        place = self.channel(channel, "MANAGE_WEBHOOKS")
        try:
            made = webhooks.create(self._state, place, self.person, {"name": name})
        except Refusal as refusal:
            raise sentence(refusal) from None
        await self._settle(wait)
        return made

    async def _publish(self, place: Channel, body: Json, uploads: Sequence[Upload] = (), *, wait: Wait) -> Message:
        """Say something where the person was found to be allowed to."""
        try:
            slowmode.check(self._state, place, self.person)
            message = messages.compose(self._state, place, self.person, body, uploads)
            threads.enter(self._state, place, self.person)
        except Refusal as refusal:
            raise sentence(refusal) from None
        slowmode.note(self._state, place, self.person)
        messages.publish(self._state, message)
        unfurling.unfurl(self._state, message)
        await self._settle(wait)
        return message

    async def edit(self, message: str | int, content: str, *, wait: Wait = "final") -> Message:
        found = self.message(message)
        if found.author is not self.person:
            raise Mistake(f"{self.person.name} did not write that message.", 403)
        try:
            threads.require_to_edit_in(found.channel, self.person)
            messages.change(self._state, found, {"content": content})
        except Refusal as refusal:
            raise sentence(refusal) from None
        unfurling.unfurl(self._state, found)
        await self._settle(wait)
        return found

    async def delete(self, message: str | int, *, wait: Wait = "final") -> Message:
        """Delete one's own message, or anyone's with Manage Messages; a whisper is dismissed."""
        found = self.message(message)
        if found.author is not self.person and found.whispered_to is None:
            self._need(found.channel, "MANAGE_MESSAGES")
        try:
            threads.require_deletable(found, self.person)
        except Refusal as refusal:
            raise sentence(refusal) from None
        messages.remove(self._state, found)
        await self._settle(wait)
        return found

    async def ban(self, person: str, *, delete_seconds: int = 0, wait: Wait = "final") -> Member:
        """Ban someone, and delete what they wrote in the last `delete_seconds`."""
        target = self.server.named_member(person)
        try:
            bans.ban(self._state, self.server, target, self.person, delete_seconds)
        except Refusal as refusal:
            raise sentence(refusal) from None
        await self._settle(wait)
        return target

    async def react(self, message: str | int, emoji: str, *, wait: Wait = "final") -> Message:
        found = self.message(message)
        self._need(found.channel, "READ_MESSAGE_HISTORY")
        if emoji not in found.reactions:
            self._need(found.channel, "ADD_REACTIONS")
        try:
            threads.require_to_touch_in(found.channel, self.person)
            reactions.add(self._state, found, self.person, emoji)
        except Refusal as refusal:
            raise sentence(refusal) from None
        await self._settle(wait)
        return found

    async def unreact(self, message: str | int, emoji: str, *, wait: Wait = "final") -> Message:
        found = self.message(message)
        try:
            threads.require_to_touch_in(found.channel, self.person)
        except Refusal as refusal:
            raise sentence(refusal) from None
        reactions.remove(self._state, found, self.person, emoji)
        await self._settle(wait)
        return found

    async def _settle(self, wait: Wait) -> None:
        if wait == "final":
            await self._state.streams.settle()


def _tag_ids(forum: Channel, tags: Sequence[str]) -> list[str]:
    known = {tag["name"]: tag["id"] for tag in forum.tags}
    return [known.get(tag, tag) for tag in tags]
