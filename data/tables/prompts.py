"""Prompts that are still being written, and what one says beside its brief."""

from sqlalchemy import CheckConstraint, Column, Index

from bot.domain.prompts import Ai, PromptState
from bot.domain.showing import Shows
from data.tables.base import community, counted, instant, keyed, one_of, refers, snowflake, text
from data.types import Json

# The wording is read and written as a whole, and nothing is ever looked for inside it.
prompt_drafts = counted(
    "prompt_drafts",
    community(),
    snowflake("director_id"),
    text("state"),
    Column("wording", Json, nullable=False),
    snowflake("channel_id", null=True),
    instant("changed_at"),
    one_of("state", (PromptState.DRAFT, PromptState.SCHEDULED, PromptState.DROPPED)),
    Index(None, "community_id", "director_id"),
)

# A prompt without a row here says nothing of all this.
prompt_terms = keyed(
    "prompt_terms",
    refers("prompt_id", "prompts", key=True),
    text("ai", null=True),
    Column("co_directors", Json, nullable=False),
    Column("files", Json, nullable=False),
    text("ending", null=True),
    instant("ended_at", null=True),
    snowflake("ended_by", null=True),
    one_of("ai", Ai),
    CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", name="ended_at"),
)

# A prompt without a row here shows its works openly.
prompt_showing = keyed(
    "prompt_showing",
    refers("prompt_id", "prompts", key=True),
    text("shows"),
    one_of("shows", (Shows.NAMELESS, Shows.HIDDEN, Shows.NAMELESS_AND_HIDDEN)),
)
