"""Votes, the works in them, and one ballot a voter."""

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlalchemy import text as sql

from bot.domain.votes import Rule, VoteState
from data.tables.base import community, counted, instant, keyed, number, one_of, refers, snowflake, text
from data.types import Json

votes = counted(
    "votes",
    community(),
    number("number"),
    refers("prompt_id", "prompts"),
    text("title"),
    text("rule"),
    text("state"),
    instant("opens_at"),
    instant("closes_at"),
    instant("closed_at", null=True),
    snowflake("channel_id"),
    snowflake("moderator_id"),
    refers("card_post_id", "posts"),
    UniqueConstraint("community_id", "number"),
    UniqueConstraint("card_post_id"),
    one_of("rule", Rule),
    one_of("state", VoteState),
    CheckConstraint("opens_at < closes_at", name="window"),
    CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
    # At most one open vote on a prompt.
    Index(
        "uq_votes_open_on_prompt",
        "prompt_id",
        unique=True,
        sqlite_where=sql("state = 'open'"),
        postgresql_where=sql("state = 'open'"),
    ),
)

entries = counted(
    "entries",
    refers("vote_id", "votes"),
    refers("work_id", "works"),
    number("position"),
    UniqueConstraint("vote_id", "work_id"),
)

ballots = keyed(
    "ballots",
    refers("vote_id", "votes", key=True),
    snowflake("voter_id", key=True),
    # Entry ids, ascending.
    Column("picks", Json, nullable=False),
    # The interaction it obeys: an older press changes nothing.
    snowflake("pressed_id"),
)
