"""What was seen, what is owed to Discord, what is due, and the rows behind buttons.

Kinds of posts and deadlines come with every feature, so no constraint lists them.
"""

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlalchemy import text as sql

from bot.domain.posts import Action, PostState
from data.tables.base import community, counted, instant, keyed, number, one_of, refers, snowflake, text
from data.types import Json

seen = keyed(
    "seen",
    text("kind", key=True),
    snowflake("object_id", key=True),
    number("version", key=True),
    instant("noted_at"),
)

posts = counted(
    "posts",
    text("key"),
    community(),
    snowflake("channel_id"),
    text("action"),
    text("kind"),
    Column("subject", Json, nullable=False),
    refers("after_post", "posts", null=True),
    snowflake("reply_to", null=True),
    text("nonce"),
    text("state"),
    number("revision"),
    number("attempts"),
    instant("owed_at"),
    instant("next_try_at"),
    instant("sending_at", null=True),
    snowflake("message_id", null=True),
    text("reason", null=True),
    UniqueConstraint("key"),
    one_of("action", Action),
    one_of("state", PostState),
    CheckConstraint("state <> 'failed' OR reason IS NOT NULL", name="reason"),
    CheckConstraint("state <> 'sending' OR sending_at IS NOT NULL", name="sending_at"),
    CheckConstraint("after_post < id", name="after_post"),
    Index(None, "message_id"),
    # Nearly all are sent one day; what is still owed is found without them.
    Index(None, "state", "channel_id"),
)

_DUE = sql("state = 'due'")

deadlines = counted(
    "deadlines",
    text("key"),
    text("kind"),
    community(),
    number("subject"),
    instant("due_at"),
    text("state"),
    number("attempts"),
    instant("lease_until", null=True),
    text("last_error", null=True),
    UniqueConstraint("key"),
    one_of("state", ("due", "done", "cancelled")),
    Index("ix_deadlines_due", "due_at", sqlite_where=_DUE, postgresql_where=_DUE),
)

panels = keyed(
    "panels",
    text("token", key=True),
    text("key", null=True),
    community(),
    snowflake("owner", null=True),
    Column("subject", Json, nullable=False),
    instant("expires_at", null=True),
    UniqueConstraint("key"),
    Index(None, "expires_at"),
)
