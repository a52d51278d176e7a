"""What is owed to Discord."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, and_, bindparam, case, func, or_, select, update

from bot.domain.ids import ChannelId, CommunityId, MessageId, PostId
from bot.domain.instants import HOUR, MINUTE, Instant
from bot.domain.posts import (
    BETWEEN_TRIES,
    HOPED_FOR,
    LONGEST_BETWEEN_TRIES,
    NOT_ALLOWED,
    NOT_LATER,
    Action,
    Owed,
    Post,
    PostKind,
    PostState,
    nonce_of,
)
from data import upserts
from data.statements import Statements
from data.tables import moderation_settings, posts
from data.types import Instant as InstantType
from data.types import Number, Snowflake, Text

_c = posts.c
_target = posts.alias("target")
_other = posts.alias("other")

_READY, _SENDING, _UNSURE = PostState.READY.value, PostState.SENDING.value, PostState.UNSURE.value
_SENT, _FAILED = PostState.SENT.value, PostState.FAILED.value
_ONCE = (Action.CREATE.value, Action.THREAD.value)
"""Doing these twice shows; an edit or a delete may be repeated."""

_WITH_TARGET = select(posts, _target.c.message_id.label("target_id")).outerjoin_from(
    posts, _target, _target.c.id == _c.after_post
)
_BY_ID = _WITH_TARGET.where(_c.id == bindparam("post_id"))
_BY_KEY = _WITH_TARGET.where(_c.key == bindparam("key"))
_BY_MESSAGE = _WITH_TARGET.where(_c.message_id == bindparam("message_id"), _c.action == Action.CREATE.value)

_REFUSED = _WITH_TARGET.where(_c.state == _FAILED, _c.community_id == bindparam("community_id")).order_by(_c.id)

_is_paused = (
    select(moderation_settings.c.community_id)
    .where(moderation_settings.c.community_id == _c.community_id, moderation_settings.c.paused_at.is_not(None))
    .exists()
)
_may_go = or_(_c.kind == PostKind.TEAM_NOTE.value, ~_is_paused)
"""While a community is paused only its team hears from us."""
_waiting = and_(_c.state.in_((_READY, _UNSURE)), _may_go)
_channel_is_free = ~(
    select(_other.c.id).where(_other.c.channel_id == _c.channel_id, _other.c.state == _SENDING).exists()
)


def _target_is(*states: str) -> ColumnElement[bool]:
    return or_(
        _c.after_post.is_(None),
        select(_other.c.id).where(_other.c.id == _c.after_post, _other.c.state.in_(states)).exists(),
    )


# The oldest of each channel that may go now. The state stands outside as well: PostgreSQL looks at it again
# when another claimer let go of the row.
_heads = (
    select(func.min(_c.id))
    .where(_waiting, _c.next_try_at <= bindparam("now"), _target_is(_SENT), _channel_is_free)
    .group_by(_c.channel_id)
)
_CLAIMABLE = (
    _WITH_TARGET.where(_c.id.in_(_heads), _waiting)
    .order_by(_c.id)
    .limit(bindparam("limit"))
    .with_for_update(of=posts, skip_locked=True)
)
_CLAIM = (
    update(posts)
    .where(_c.id.in_(bindparam("ids", expanding=True)))
    .values(
        state=_SENDING,
        attempts=_c.attempts + 1,
        sending_at=func.coalesce(_c.sending_at, bindparam("now", type_=InstantType)),
    )
)
_NO_TARGET = "what it belongs to could not be posted"
_FAIL_DEPENDANTS = (
    update(posts)
    .where(_waiting, select(_other.c.id).where(_other.c.id == _c.after_post, _other.c.state == _FAILED).exists())
    .values(state=_FAILED, reason=_NO_TARGET, sending_at=None)
)
# What failed with a post comes after it once that is there.
_FREE_DEPENDANTS = (
    update(posts)
    .where(_c.after_post == bindparam("which"), _c.state == _FAILED, _c.reason == _NO_TARGET)
    .values(state=_READY, reason=None, next_try_at=0)
)
# One whose target failed counts as well: the next claim settles it.
_NEXT_TRY = select(func.min(_c.next_try_at)).where(_waiting, _target_is(_SENT, _FAILED), _channel_is_free)

_owed_again = _c.revision != bindparam("claimed_revision", type_=Number)
_SETTLE = (
    update(posts)
    .where(_c.id == bindparam("which"))
    .values(
        state=case((_owed_again, _READY), else_=bindparam("outcome", type_=Text)),
        reason=case((_owed_again, None), else_=bindparam("why", type_=Text)),
        attempts=case((_owed_again, 0), else_=_c.attempts),
        next_try_at=case(
            (_owed_again, 0), else_=func.coalesce(bindparam("settled_at", type_=InstantType), _c.next_try_at)
        ),
        message_id=func.coalesce(bindparam("message", type_=Snowflake), _c.message_id),
        sending_at=None,
    )
)
# What was not allowed and may be one day. Such a row's `next_try_at` is the instant of its last try.
_not_allowed = and_(
    _c.state == _FAILED,
    or_(*(_c.reason.startswith(reason) for reason in NOT_ALLOWED)),
    _c.kind.not_in([kind.value for kind in NOT_LATER]),
    _c.owed_at > bindparam("now", type_=InstantType) - HOPED_FOR,
)
_quiet_since_hours = and_(
    _c.next_try_at + case((_c.attempts < LONGEST_BETWEEN_TRIES, _c.attempts), else_=LONGEST_BETWEEN_TRIES) * HOUR
    <= bindparam("now", type_=InstantType),
    ~(
        select(_other.c.id)
        .where(
            _other.c.channel_id == _c.channel_id,
            _other.c.state == _FAILED,
            or_(*(_other.c.reason.startswith(reason) for reason in NOT_ALLOWED)),
            _other.c.next_try_at > bindparam("now", type_=InstantType) - BETWEEN_TRIES,
        )
        .exists()
    ),
)
# One that was refused again and again waits a little longer each time, whatever happens in its channel.
_not_just_tried = _c.next_try_at + (_c.attempts - 1) * MINUTE <= bindparam("now", type_=InstantType)


def _try_again(*conditions: ColumnElement[bool]) -> Executable:
    """Of each channel the post that was tried least, the oldest of those."""
    place = func.row_number().over(partition_by=_c.channel_id, order_by=(_c.attempts, _c.id)).label("place")
    refused = select(_c.id, place).where(_not_allowed, *conditions).subquery()
    return (
        update(posts)
        .where(_c.id.in_(select(refused.c.id).where(refused.c.place == 1)), _c.state == _FAILED)
        .values(state=_READY, reason=None, sending_at=None, next_try_at=bindparam("now", type_=InstantType))
    )


_HOPE = _try_again(_quiet_since_hours)
_MAY_AGAIN_IN_COMMUNITY = _try_again(_not_just_tried, _c.community_id == bindparam("community"))
_MAY_AGAIN_IN_CHANNEL = _try_again(_not_just_tried, _c.channel_id == bindparam("channel"))

_FORGET = (
    update(posts)
    .where(_c.state == _SENDING)
    .values(
        state=case((_c.action.in_(_ONCE), _UNSURE), else_=_READY),
        sending_at=case((_c.action.in_(_ONCE), _c.sending_at), else_=None),
        next_try_at=0,
    )
)


@cache
def _owe(dialect: str, *, once: bool) -> Executable:
    insert = upserts.insert(dialect, posts)
    if once:
        return insert.on_conflict_do_nothing(index_elements=[_c.key]).returning(_c.id)
    return insert.on_conflict_do_update(
        index_elements=[_c.key],
        set_={
            "subject": insert.excluded.subject,
            "revision": _c.revision + 1,
            # One on its way is sent again when it is settled, and sees that it was owed again.
            "state": case((_c.state == _SENDING, _SENDING), else_=_READY),
            "attempts": 0,
            "owed_at": insert.excluded.owed_at,
            "next_try_at": insert.excluded.next_try_at,
            "reason": None,
        },
    ).returning(_c.id)


def _post(row: Row[Any], *, claimed_at: Instant | None = None) -> Post:
    """The post of a row; one claimed just now counts the try that begins."""
    sending_at = row.sending_at if row.sending_at is not None else claimed_at
    state = PostState(row.state)
    if claimed_at is not None and state is PostState.READY:
        state = PostState.SENDING
    return Post(
        id=PostId(row.id),
        owed=Owed(
            key=row.key,
            community_id=CommunityId(row.community_id),
            channel_id=ChannelId(row.channel_id),
            action=Action(row.action),
            kind=PostKind(row.kind),
            subject=row.subject,
            after=None if row.after_post is None else PostId(row.after_post),
            reply_to=None if row.reply_to is None else MessageId(row.reply_to),
        ),
        state=state,
        revision=row.revision,
        attempts=row.attempts + (claimed_at is not None),
        sending_at=None if sending_at is None else Instant(sending_at),
        message_id=None if row.message_id is None else MessageId(row.message_id),
        target_id=None if row.target_id is None else MessageId(row.target_id),
        reason=row.reason,
    )


class Posts:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def owe(self, owed: Owed, at: Instant) -> PostId:
        """Owe a post. A key owed already is not owed twice; an edit's or delete's key becomes ready again."""
        row = {
            "key": owed.key,
            "community_id": owed.community_id,
            "channel_id": owed.channel_id,
            "action": owed.action.value,
            "kind": owed.kind.value,
            "subject": dict(owed.subject),
            "after_post": owed.after,
            "reply_to": owed.reply_to,
            "nonce": nonce_of(owed.key),
            "state": _READY,
            "revision": 1,
            "attempts": 0,
            "owed_at": at,
            "next_try_at": at,
        }
        post_id = await self._run.value(_owe(self._run.dialect, once=owed.action.value in _ONCE), row)
        if post_id is None:
            post_id = await self._run.value(select(_c.id).where(_c.key == owed.key))
        return PostId(post_id)

    async def get(self, post_id: PostId) -> Post:
        """Raises `LookupError` where there is none."""
        row = await self._run.row(_BY_ID, {"post_id": post_id})
        if row is None:
            raise LookupError(f"no post {post_id}")
        return _post(row)

    async def by_key(self, key: str) -> Post | None:
        row = await self._run.row(_BY_KEY, {"key": key})
        return None if row is None else _post(row)

    async def by_message(self, message_id: MessageId) -> Post | None:
        """The created post that became this message. (A thread has the id of the message it grew from.)"""
        row = await self._run.row(_BY_MESSAGE, {"message_id": message_id})
        return None if row is None else _post(row)

    async def refused(self, community_id: CommunityId) -> list[Post]:
        """What Discord would not take for good, oldest first."""
        return [_post(row) for row in await self._run.rows(_REFUSED, {"community_id": community_id})]

    async def again(self, post_id: PostId) -> None:
        """Owe a post as if it had never been sent; a message it became is ours no more."""
        await self._run.change(
            update(posts)
            .where(_c.id == post_id)
            .values(
                state=_READY,
                revision=_c.revision + 1,
                attempts=0,
                next_try_at=0,
                sending_at=None,
                reason=None,
                message_id=case((_c.action == Action.CREATE.value, None), else_=_c.message_id),
            )
        )

    async def claim(self, now: Instant, limit: int) -> list[Post]:
        """Mark what may be sent now as `sending` and return it, oldest first.

        Ready ones whose `after` is sent and whose retry time has come; unsure ones stay `unsure` in what is
        returned, so that the caller looks before it sends. At most one a channel, none where one is on its
        way. One that waits for its retry does not hold up the others of its channel. What comes after a
        failed one fails with it.
        """
        while await self._run.change(_FAIL_DEPENDANTS):
            pass
        rows = await self._run.rows(_CLAIMABLE, {"now": now, "limit": limit})
        if rows:
            await self._run.change(_CLAIM, {"ids": [row.id for row in rows], "now": now})
        return [_post(row, claimed_at=now) for row in rows]

    async def sent(self, post: Post, message_id: MessageId | None) -> None:
        """Settle a claim. If it was owed again meanwhile it is ready once more."""
        await self._settle(post, _SENT, message=message_id)
        await self._run.change(_FREE_DEPENDANTS, {"which": post.id})

    async def failed(self, post: Post, reason: str, at: Instant) -> None:
        """Give up on a claim, for now or for good. If it was owed again meanwhile it is ready once more."""
        await self._settle(post, _FAILED, why=reason, settled_at=at)

    async def hope(self, now: Instant) -> int:
        """Owe what was not allowed once more, seldom: at most one post of a channel an hour. Returns how many."""
        return await self._run.change(_HOPE, {"now": now})

    async def may_again(
        self, now: Instant, *, community_id: CommunityId | None = None, channel_id: ChannelId | None = None
    ) -> int:
        """The same at once, for one post of the channel, or of each channel of the community: it seems we may now."""
        if channel_id is not None:
            return await self._run.change(_MAY_AGAIN_IN_CHANNEL, {"now": now, "channel": channel_id})
        return await self._run.change(_MAY_AGAIN_IN_COMMUNITY, {"now": now, "community": community_id})

    async def _settle(
        self,
        post: Post,
        outcome: str,
        *,
        why: str | None = None,
        message: MessageId | None = None,
        settled_at: Instant | None = None,
    ) -> None:
        await self._run.change(
            _SETTLE,
            {
                "which": post.id,
                "claimed_revision": post.revision,
                "outcome": outcome,
                "why": why,
                "message": message,
                "settled_at": settled_at,
            },
        )

    async def retry(self, post: Post, at: Instant, *, unsure: bool) -> None:
        """Try again at `at`; `unsure` when the try may have arrived (an edit is simply made again)."""
        doubtful = unsure and post.owed.action.value in _ONCE
        await self._run.change(
            update(posts)
            .where(_c.id == post.id)
            .values(
                state=_UNSURE if doubtful else _READY,
                next_try_at=at,
                sending_at=_c.sending_at if doubtful else None,
            )
        )

    async def forget_claims(self) -> int:
        """At start: what was `sending` when the process ended is `unsure` (or ready, for edits). How many."""
        return await self._run.change(_FORGET)

    async def next_try(self) -> Instant | None:
        """The earliest retry time of anything that may be claimed then; 0 means now.

        What waits for another post or for its channel is left out: settling those is the time to ask again.
        """
        at = await self._run.value(_NEXT_TRY)
        return None if at is None else Instant(at)
