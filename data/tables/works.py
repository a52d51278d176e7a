"""Prompts, the works that answer them, and which work was built on which."""

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql

from bot.domain.prompts import PromptState
from bot.domain.works import Kind, Origin, WorkState
from data.tables.base import community, counted, instant, keyed, number, one_of, refers, snowflake, text
from data.types import Json

prompts = counted(
    "prompts",
    community(),
    number("number"),
    text("title"),
    text("brief"),
    Column("kinds", Json, nullable=False),
    text("pays"),
    instant("opens_at"),
    instant("closes_at", null=True),
    number("works_per_member", null=True),
    text("state"),
    instant("closed_at", null=True),
    snowflake("director_id"),
    snowflake("channel_id"),
    refers("card_post_id", "posts"),
    refers("thread_post_id", "posts"),
    UniqueConstraint("community_id", "number"),
    UniqueConstraint("card_post_id"),
    UniqueConstraint("thread_post_id"),
    one_of("state", PromptState),
    CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name="closed_at"),
    CheckConstraint("works_per_member > 0", name="works_per_member"),
)

works = counted(
    "works",
    community(),
    number("number", null=True),
    refers("prompt_id", "prompts", null=True),
    text("state"),
    text("origin"),
    snowflake("origin_id"),
    instant("made_at"),
    instant("accepted_at", null=True),
    snowflake("channel_id"),
    snowflake("message_id", null=True),
    text("title"),
    # The title in the form searches compare: neither engine folds case beyond ASCII by itself.
    text("title_folded"),
    text("words"),
    text("reason", null=True),
    text("credit", null=True),
    UniqueConstraint("origin_id"),
    UniqueConstraint("community_id", "number"),
    # What an edge of the lineage points at, so that the edge can compare both ages.
    UniqueConstraint("id", "made_at", "origin_id"),
    one_of("state", WorkState),
    one_of("origin", Origin),
    CheckConstraint("state <> 'accepted' OR number IS NOT NULL", name="number"),
    CheckConstraint("(number IS NULL) = (accepted_at IS NULL)", name="accepted_at"),
    Index(None, "prompt_id"),
    Index(None, "message_id"),
    Index(None, "channel_id"),
    Index(
        "ix_works_received",
        "id",
        sqlite_where=sql("state = 'received'"),
        postgresql_where=sql("state = 'received'"),
    ),
)

makers = keyed(
    "makers",
    refers("work_id", "works", key=True),
    snowflake("member_id", key=True),
    number("position"),
)

slots = keyed(
    "slots",
    refers("prompt_id", "prompts", key=True),
    snowflake("maker_id", key=True),
    number("slot", key=True),
    refers("work_id", "works"),
    UniqueConstraint("work_id", "maker_id"),
)

assets = counted(
    "assets",
    refers("work_id", "works"),
    number("position"),
    text("filename"),
    number("size"),
    text("kind"),
    text("content_type"),
    snowflake("discord_id"),
    text("url"),
    text("sha256", null=True),
    # When its maker added it on the work's panel; null: it came with its message or command.
    instant("added_at", null=True),
    text("description", null=True),
    UniqueConstraint("work_id", "position"),
    one_of("kind", Kind),
    CheckConstraint("length(sha256) = 64", name="sha256"),
    Index(
        "ix_assets_unkept",
        "work_id",
        sqlite_where=sql("sha256 IS NULL"),
        postgresql_where=sql("sha256 IS NULL"),
    ),
)

# Files their maker took out of a message. What was kept of them stays.
dropped_assets = keyed("dropped_assets", refers("asset_id", "assets", key=True), instant("dropped_at"))

# Works that reply to a message which was no work when they came; it may become one.
replies = keyed(
    "replies",
    refers("work_id", "works", key=True),
    snowflake("message_id"),
    Index(None, "message_id"),
)

sources = keyed(
    "sources",
    number("work_id", key=True),
    instant("work_made_at"),
    snowflake("work_origin"),
    number("source_id", key=True),
    instant("source_made_at"),
    snowflake("source_origin"),
    ForeignKeyConstraint(["work_id", "work_made_at", "work_origin"], ["works.id", "works.made_at", "works.origin_id"]),
    ForeignKeyConstraint(
        ["source_id", "source_made_at", "source_origin"], ["works.id", "works.made_at", "works.origin_id"]
    ),
    # Always from younger to older: nobody can write a circle, whatever the code above believes.
    CheckConstraint(
        "source_made_at < work_made_at OR (source_made_at = work_made_at AND source_origin < work_origin)",
        name="older",
    ),
    Index(None, "source_id"),
)
