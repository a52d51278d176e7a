"""Rehearsals: the one that is running in a community, or the last that was held."""

from sqlalchemy import Column, Index
from sqlalchemy import text as sql

from bot.domain.rehearsal import Step
from data.tables.base import community, counted, instant, one_of, snowflake, text
from data.types import Flag, Json

_RUNNING = sql("ended_at IS NULL")

rehearsals = counted(
    "rehearsals",
    community(),
    snowflake("member_id"),
    snowflake("channel_id"),
    snowflake("thread_id", null=True),
    text("step"),
    Column("troubles", Json, nullable=False),
    instant("begun_at"),
    instant("ended_at", null=True),
    Column("left_behind", Flag, nullable=False),
    one_of("step", Step),
    Index("ix_rehearsals_community_id", "community_id"),
    # One at a time.
    Index("ix_rehearsals_running", "community_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
)
