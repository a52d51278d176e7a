"""Threads and forum posts: opening, joining, archiving. Source: discord-api-docs, topics/threads.mdx."""

from bot.sandbox import messages
from bot.sandbox.errors import TAG_REQUIRED, THREAD_EXISTS, THREAD_LOCKED, WRONG_CHANNEL_TYPE, Form, Refusal
from bot.sandbox.objects import channel as channel_object
from bot.sandbox.objects import member, thread_member
from bot.sandbox.permissions import BITS, in_channel
from bot.sandbox.state import State
from bot.sandbox.world import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_THREAD,
    FORUM,
    PUBLIC_THREAD,
    TEXT,
    THREADS,
    Channel,
    Json,
    Message,
    Person,
    Thread,
)

THREAD_CREATED, THREAD_STARTER = 18, 21
ARCHIVE_MINUTES = (60, 1_440, 4_320, 10_080)
TAG_NEEDED = 1 << 4  # the forum's REQUIRE_TAG flag


def check(body: Json, forum: Channel | None = None) -> None:
    """Refuse (50035, 40067) a thread's name, archive time, tags or slowmode."""
    form = Form()
    if "name" in body:
        form.length("name", len(str(body["name"] or "")), 1, 100)
    minutes = body.get("auto_archive_duration")
    if minutes is not None and minutes not in ARCHIVE_MINUTES:
        form.fault("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of {ARCHIVE_MINUTES}.")
    if not 0 <= (body.get("rate_limit_per_user") or 0) <= 21_600:
        form.fault("rate_limit_per_user", "NUMBER_TYPE_MAX", "int value should be between 0 and 21600.")
    tags = body.get("applied_tags") or []
    form.length("applied_tags", len(tags), 0, 5)
    if forum is not None:
        known = {tag["id"] for tag in forum.tags}
        for index, tag in enumerate(tags):
            if str(tag) not in known:
                form.fault(f"applied_tags.{index}", "INVALID_FORUM_TAG", "The tag is not known in this forum.")
    form.close()
    if forum is not None and forum.flags & TAG_NEEDED and not tags:
        raise Refusal(TAG_REQUIRED)


def open_from_message(state: State, message: Message, owner: Person, body: Json) -> Channel:
    """A public thread on a message: it has the message's id. Refusal 160004 if it has one, 50024 elsewhere."""
    parent = message.channel
    if parent.type not in (TEXT, ANNOUNCEMENT):
        raise Refusal(WRONG_CHANNEL_TYPE)
    if message.thread is not None:
        raise Refusal(THREAD_EXISTS)
    check({"name": None, **body})
    kind = ANNOUNCEMENT_THREAD if parent.type == ANNOUNCEMENT else PUBLIC_THREAD
    thread = _open(state, parent, owner, body, kind, message.id)
    message.thread = thread
    message.flags |= 1 << 5  # HAS_THREAD
    messages.updated(state, message)
    starter = Message(state.snowflakes.new(), thread, owner, state.clock.now(), type=THREAD_STARTER)
    starter.reference = messages.reference_to(message)
    messages.publish(state, starter)
    return thread


def open_without_message(state: State, parent: Channel, owner: Person, body: Json) -> Channel:
    """A thread of its own; a public one is announced in the parent."""
    kind = body.get("type", 12)
    if parent.type not in (TEXT, ANNOUNCEMENT) or kind not in THREADS:
        raise Refusal(WRONG_CHANNEL_TYPE)
    check({"name": None, **body})
    thread = _open(state, parent, owner, body, kind, state.snowflakes.new())
    if kind == PUBLIC_THREAD:
        notice = Message(
            state.snowflakes.new(), parent, owner, state.clock.now(), content=thread.name, type=THREAD_CREATED
        )
        notice.reference = {"type": 0, "channel_id": str(thread.id)}
        notice.thread = thread
        messages.publish(state, notice)
    return thread


def open_post(state: State, forum: Channel, message: Message, body: Json) -> Channel:
    """A forum post: its thread has its first message's id. `message` is composed, not yet published."""
    thread = _open(state, forum, message.author, body, PUBLIC_THREAD, message.id)
    message.channel = thread
    for attachment in message.attachments:
        attachment.channel_id = thread.id
    messages.publish(state, message)
    return thread


def _open(state: State, parent: Channel, owner: Person, body: Json, kind: int, thread_id: int) -> Channel:
    now = state.clock.now()
    opened = Channel(
        thread_id, kind, body["name"], parent.server, parent,
        slowmode_seconds=body.get("rate_limit_per_user") or 0,
        thread=Thread(
            owner.id, now, now,
            invitable=body.get("invitable", True),
            auto_archive_minutes=body.get("auto_archive_duration") or 4_320,
            members={owner.id: now},
            applied_tags=[int(tag) for tag in body.get("applied_tags") or []],
        ),
    )  # fmt: skip
    parent.home.channels[opened.id] = opened
    state.world.channels[opened.id] = opened
    if parent.type == FORUM:
        parent.last_message_id = opened.id
    state.tell(opened, "THREAD_CREATE", {**state.objects.thread_for_bot(opened), "newly_created": True})
    return opened


def enter(state: State, channel: Channel, author: Person) -> None:
    """What posting into a thread does first: reopen it and join it. Refusal 160005 if it is locked."""
    thread = channel.thread
    if thread is None:
        return
    if thread.locked and not in_channel(channel, author) & BITS["MANAGE_THREADS"]:
        raise Refusal(THREAD_LOCKED)
    if thread.archived:
        set_archived(state, channel, archived=False)
    if author.id not in thread.members:
        add_member(state, channel, author)


def set_archived(state: State, channel: Channel, archived: bool) -> None:
    channel.as_thread.archived = archived
    channel.as_thread.archived_at = state.clock.now()
    state.tell(channel, "THREAD_UPDATE", channel_object(channel))


def add_member(state: State, channel: Channel, person: Person) -> None:
    thread = channel.as_thread
    if person.id in thread.members:
        return
    thread.members[person.id] = state.clock.now()
    joined = {
        **thread_member(channel, person.id),
        "member": member(channel.home.members[person.id]),
        "presence": None,
    }
    _members_changed(state, channel, added_members=[joined])


def remove_member(state: State, channel: Channel, person: Person) -> None:
    if channel.as_thread.members.pop(person.id, None) is not None:
        _members_changed(state, channel, removed_member_ids=[str(person.id)])


def _members_changed(state: State, channel: Channel, **change: list[object]) -> None:
    event = {
        "id": str(channel.id),
        "guild_id": str(channel.home.id),
        "member_count": min(len(channel.as_thread.members), 50),
        **change,
    }
    state.tell(channel, "THREAD_MEMBERS_UPDATE", event)
