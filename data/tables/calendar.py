"""What a prompt's calendar holds: reminders asked for, late passes, and prompts that are posted again and again."""

from sqlalchemy import CheckConstraint, Column, Index

from bot.domain.recurrence import Every
from bot.domain.series import SeriesState
from data.tables.base import community, counted, instant, keyed, number, one_of, refers, snowflake, text
from data.types import Json

# `before` is microseconds before the closing.
reminders = keyed(
    "reminders",
    refers("prompt_id", "prompts", key=True),
    snowflake("member_id", key=True),
    number("before", key=True),
)

thread_reminders = keyed("thread_reminders", refers("prompt_id", "prompts", key=True), number("before", key=True))

late_passes = keyed(
    "late_passes",
    refers("prompt_id", "prompts", key=True),
    snowflake("member_id", key=True),
    instant("until_at"),
    snowflake("given_by"),
)

series = counted(
    "series",
    community(),
    text("title"),
    text("brief"),
    Column("kinds", Json, nullable=False),
    text("pays"),
    number("works_per_member", null=True),
    # Microseconds that each one is open; empty: until somebody closes it.
    number("open_for", null=True),
    text("every"),
    # The first day and the time of day, as clocks show them in the zone: 2026-06-05 and 18:00.
    text("first_day"),
    text("time_of_day"),
    text("zone"),
    Column("themes", Json, nullable=False),
    number("posted"),
    text("state"),
    snowflake("director_id"),
    snowflake("channel_id"),
    instant("next_at", null=True),
    one_of("every", Every),
    one_of("state", SeriesState),
    CheckConstraint("state <> 'running' OR next_at IS NOT NULL", name="next_at"),
    Index(None, "community_id"),
)
