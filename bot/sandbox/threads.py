"""Threads and forum posts: opening, joining, archiving. Source: discord-api-docs, topics/threads.mdx."""

from bot.sandbox import messages
from bot.sandbox.errors import (
    MISSING_PERMISSIONS,
    SYSTEM_MESSAGE,
    TAG_REQUIRED,
    THREAD_ARCHIVED,
    THREAD_EXISTS,
    THREAD_LOCKED,
    TOO_MANY_IN_THREAD,
    TOO_MANY_THREADS,
    WRONG_CHANNEL_TYPE,
    Form,
    Refusal,
)
from bot.sandbox.objects import channel as channel_object
from bot.sandbox.objects import member, thread_member
from bot.sandbox.permissions import ALL, BITS, in_channel, require, to_send
from bot.sandbox.state import State
from bot.sandbox.world import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_THREAD,
    FORUM,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    TEXT,
    Channel,
    Json,
    Message,
    Person,
    Server,
    Thread,
)

THREAD_CREATED, THREAD_STARTER = 18, 21
ARCHIVE_MINUTES = (60, 1_440, 4_320, 10_080)
# Private threads exist in text channels only (topics/threads.mdx, "Public & Private Threads").
KINDS = {TEXT: (PUBLIC_THREAD, PRIVATE_THREAD), ANNOUNCEMENT: (ANNOUNCEMENT_THREAD,)}
PINNED = 1 << 1  # the flag of a forum's one pinned post
TAG_NEEDED = 1 << 4  # the forum's REQUIRE_TAG flag
MOST_TAGS = 5  # on one post, resources/channel.mdx
MOST_MEMBERS = 1_000  # of one thread, opcodes page, 30033
DEFAULT_ARCHIVE_MINUTES = 4_320


def check(body: Json, forum: Channel | None = None, by: int = ALL) -> None:
    """Refuse (50035, 40067) a thread's name, archive time, tags or slowmode; `by` are the permissions of who asks."""
    form = Form()
    if "name" in body:
        form.length("name", len(str(body["name"] or "")), 1, 100)
    minutes = body.get("auto_archive_duration")
    if minutes is not None and minutes not in ARCHIVE_MINUTES:
        form.fault("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of {ARCHIVE_MINUTES}.")
    if not 0 <= (body.get("rate_limit_per_user") or 0) <= 21_600:
        form.fault("rate_limit_per_user", "NUMBER_TYPE_MAX", "int value should be between 0 and 21600.")
    tags = [str(tag) for tag in body.get("applied_tags") or []]
    form.length("applied_tags", len(tags), 0, MOST_TAGS)
    known = {tag["id"]: tag for tag in forum.tags} if forum is not None else {}
    for index, tag in enumerate(tags if forum is not None else ()):
        if tag not in known:
            form.fault(f"applied_tags.{index}", "INVALID_FORUM_TAG", "The tag is not known in this forum.")
    form.close()
    if any(known[tag]["moderated"] for tag in tags if tag in known) and not by & BITS["MANAGE_THREADS"]:
        raise Refusal(MISSING_PERMISSIONS)
    if forum is not None and forum.flags & TAG_NEEDED and not tags:
        raise Refusal(TAG_REQUIRED)


def require_to_change(channel: Channel, person: Person, body: Json) -> None:
    """Refuse a change of a thread: 50013, or 50083 for one of what is archived and stays so.

    Its owner may rename, archive and tag it; anyone who may write there may reopen an unlocked one; locking, slowmode
    and locked threads are for who manages threads (topics/threads.mdx, "Editing & Deleting Threads").
    """
    thread = channel.as_thread
    if thread.archived and body.get("archived", True) and not set(body) <= {"archived", "locked"}:
        raise Refusal(THREAD_ARCHIVED)
    if in_channel(channel, person) & BITS["MANAGE_THREADS"]:
        return
    if not thread.locked and set(body) == {"archived"} and not body["archived"]:
        require(channel, person, to_send(channel))
    elif thread.owner_id != person.id or thread.locked or {"locked", "rate_limit_per_user", "flags"} & set(body):
        require(channel, person, "MANAGE_THREADS")


def require_to_edit_in(channel: Channel, person: Person) -> None:
    """Refuse to edit a message in an archived thread (50083) or, without Manage Threads, in a locked one (160005)."""
    thread = channel.thread
    if thread is None:
        return
    if thread.archived:
        raise Refusal(THREAD_ARCHIVED)
    if thread.locked and not in_channel(channel, person) & BITS["MANAGE_THREADS"]:
        raise Refusal(THREAD_LOCKED)


def require_deletable(message: Message, person: Person) -> None:
    """Refuse to delete a thread's starter (50021, message.mdx "Message Types"), and where the thread forbids it."""
    if message.type == THREAD_STARTER:
        raise Refusal(SYSTEM_MESSAGE)
    require_to_touch_in(message.channel, person, deleting=True)


def require_to_touch_in(channel: Channel, person: Person, deleting: bool = False) -> None:
    """Refuse (50083) reactions in an archived thread, and deleting in one locked too, without Manage Threads."""
    thread = channel.thread
    if thread is None or not thread.archived:
        return
    if deleting and not (thread.locked and not in_channel(channel, person) & BITS["MANAGE_THREADS"]):
        return
    raise Refusal(THREAD_ARCHIVED)


def open_from_message(state: State, message: Message, owner: Person, body: Json) -> Channel:
    """A public thread on a message: it has the message's id. Refusal 160004 if it has one, 50024 elsewhere."""
    parent = message.channel
    if parent.type not in (TEXT, ANNOUNCEMENT):
        raise Refusal(WRONG_CHANNEL_TYPE)
    if message.thread is not None:
        raise Refusal(THREAD_EXISTS)
    check({"name": None, **body})
    kind = ANNOUNCEMENT_THREAD if parent.type == ANNOUNCEMENT else PUBLIC_THREAD
    thread = _open(state, parent, owner, body, kind, message.id, begun=True)
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
    if kind not in KINDS.get(parent.type, ()):
        raise Refusal(WRONG_CHANNEL_TYPE)
    check({"name": None, **body})
    thread = _open(state, parent, owner, body, kind, state.snowflakes.new())
    if kind != PRIVATE_THREAD:
        notice = Message(
            state.snowflakes.new(), parent, owner, state.clock.now(), content=thread.name, type=THREAD_CREATED
        )
        notice.reference = {"type": 0, "channel_id": str(thread.id)}
        notice.thread = thread
        messages.publish(state, notice)
    return thread


def open_post(state: State, forum: Channel, message: Message, body: Json) -> Channel:
    """A forum post: its thread has its first message's id. `message` is composed, not yet published."""
    thread = _open(state, forum, message.author, body, PUBLIC_THREAD, message.id, begun=True)
    message.channel = thread
    for attachment in message.attachments:
        attachment.channel_id = thread.id
    messages.publish(state, message)
    return thread


def _open(
    state: State, parent: Channel, owner: Person, body: Json, kind: int, thread_id: int, begun: bool = False
) -> Channel:
    """Refusal 160006 where the server has no room for another active thread."""
    _make_room(state, parent.home)
    now = state.clock.now()
    defaults = parent.thread_defaults
    slowmode = body.get("rate_limit_per_user")
    minutes = body.get("auto_archive_duration") or defaults.get("default_auto_archive_duration")
    opened = Channel(
        thread_id, kind, body["name"], parent.server, parent,
        slowmode_seconds=(defaults.get("default_thread_rate_limit_per_user") if slowmode is None else slowmode) or 0,
        thread=Thread(
            owner.id, now, now,
            invitable=body.get("invitable", True),
            auto_archive_minutes=minutes or DEFAULT_ARCHIVE_MINUTES,
            members={owner.id: now} if owner.id in parent.home.members else {},
            applied_tags=[int(tag) for tag in body.get("applied_tags") or []],
            begun=begun,
            active_at=now,
        ),
    )  # fmt: skip
    parent.home.channels[opened.id] = opened
    state.world.channels[opened.id] = opened
    if parent.type == FORUM:
        parent.last_message_id = opened.id
    state.tell(opened, "THREAD_CREATE", {**state.objects.thread_for_bot(opened), "newly_created": True})
    return opened


def _make_room(state: State, server: Server) -> None:
    active = sum(not channel.thread.archived for channel in server.threads() if channel.thread)
    if active >= state.most_active_threads:
        raise Refusal(TOO_MANY_THREADS)


def enter(state: State, channel: Channel, author: Person) -> None:
    """What posting into a thread does first: reopen it and join it. Refusal 160005 if it is locked."""
    thread = channel.thread
    if thread is None:
        return
    if thread.locked and not in_channel(channel, author) & BITS["MANAGE_THREADS"]:
        raise Refusal(THREAD_LOCKED)
    if thread.archived:
        set_archived(state, channel, archived=False)
    if author.id not in thread.members and len(thread.members) < MOST_MEMBERS:
        add_member(state, channel, author)


def set_archived(state: State, channel: Channel, archived: bool, at: int | None = None) -> None:
    """Archive or reopen; Refusal 160006 where the server has no room for another active thread."""
    thread, now = channel.as_thread, state.clock.now()
    if thread.archived and not archived:
        _make_room(state, channel.home)
        thread.active_at = now
    if archived:
        channel.flags &= ~PINNED  # threads.mdx, "Forum and Media Channel Thread Fields"
    thread.archived = archived
    thread.archived_at = now if at is None else at
    state.tell(channel, "THREAD_UPDATE", channel_object(channel))


def add_member(state: State, channel: Channel, person: Person) -> None:
    """Refusal 30033 beyond a thousand. The bot is told of a thread it is added to, as it may not know it yet."""
    thread = channel.as_thread
    if person.id in thread.members:
        return
    if len(thread.members) >= MOST_MEMBERS:
        raise Refusal(TOO_MANY_IN_THREAD)
    thread.members[person.id] = state.clock.now()
    if person is state.world.bot:
        state.tell(channel, "THREAD_CREATE", state.objects.thread_for_bot(channel))
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
