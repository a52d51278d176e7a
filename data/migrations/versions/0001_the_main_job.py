"""The main job: communities, prompts, works, lineage, votes, productions, and what is owed.

Why:        the first tables.
Reversible: yes, with everything in them lost.
Cost:       none, nothing is there yet.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from data import types

revision = "0001"
down_revision = None

KEYED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}
COUNTED: dict[str, Any] = {"sqlite_strict": True, "sqlite_autoincrement": True}


def where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "communities",
        sa.Column("id", types.Snowflake, autoincrement=False, nullable=False),
        sa.Column("name", types.Text, nullable=False),
        sa.Column("zone", types.Text, nullable=False),
        sa.Column("director_role", types.Snowflake, nullable=True),
        sa.Column("moderator_role", types.Snowflake, nullable=True),
        sa.Column("set_up_at", types.Instant, nullable=True),
        sa.Column("last_prompt", types.Number, server_default="0", nullable=False),
        sa.Column("last_work", types.Number, server_default="0", nullable=False),
        sa.Column("last_vote", types.Number, server_default="0", nullable=False),
        sa.Column("last_production", types.Number, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
        **KEYED,
    )
    op.create_table(
        "seen",
        sa.Column("kind", types.Text, nullable=False),
        sa.Column("object_id", types.Snowflake, nullable=False),
        sa.Column("version", types.Number, nullable=False),
        sa.Column("noted_at", types.Instant, nullable=False),
        sa.PrimaryKeyConstraint("kind", "object_id", "version", name=op.f("pk_seen")),
        **KEYED,
    )
    op.create_table(
        "community_channels",
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("position", types.Number, nullable=False),
        sa.Column("channel_id", types.Snowflake, nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_community_channels_community_id")),
        sa.PrimaryKeyConstraint("community_id", "position", name=op.f("pk_community_channels")),
        sa.UniqueConstraint("community_id", "channel_id", name=op.f("uq_community_channels_community_id_channel_id")),
        **KEYED,
    )
    op.create_table(
        "deadlines",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("key", types.Text, nullable=False),
        sa.Column("kind", types.Text, nullable=False),
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("subject", types.Number, nullable=False),
        sa.Column("due_at", types.Instant, nullable=False),
        sa.Column("state", types.Text, nullable=False),
        sa.Column("attempts", types.Number, nullable=False),
        sa.Column("lease_until", types.Instant, nullable=True),
        sa.Column("last_error", types.Text, nullable=True),
        sa.CheckConstraint("state IN ('due', 'done', 'cancelled')", name=op.f("ck_deadlines_state")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_deadlines_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
        sa.UniqueConstraint("key", name=op.f("uq_deadlines_key")),
        **COUNTED,
    )
    op.create_index(
        "ix_deadlines_due",
        "deadlines",
        ["due_at"],
        **where("state = 'due'"),
    )
    op.create_table(
        "panels",
        sa.Column("token", types.Text, nullable=False),
        sa.Column("key", types.Text, nullable=True),
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("owner", types.Snowflake, nullable=True),
        sa.Column("subject", types.Json(), nullable=False),
        sa.Column("expires_at", types.Instant, nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_panels_community_id")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_panels")),
        sa.UniqueConstraint("key", name=op.f("uq_panels_key")),
        **KEYED,
    )
    op.create_index(op.f("ix_panels_expires_at"), "panels", ["expires_at"])
    op.create_table(
        "people",
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("member_id", types.Snowflake, nullable=False),
        sa.Column("name", types.Text, nullable=False),
        sa.Column("seen_at", types.Instant, nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_people_community_id")),
        sa.PrimaryKeyConstraint("community_id", "member_id", name=op.f("pk_people")),
        **KEYED,
    )
    op.create_table(
        "posts",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("key", types.Text, nullable=False),
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("channel_id", types.Snowflake, nullable=False),
        sa.Column("action", types.Text, nullable=False),
        sa.Column("kind", types.Text, nullable=False),
        sa.Column("subject", types.Json(), nullable=False),
        sa.Column("after_post", types.Id, nullable=True),
        sa.Column("reply_to", types.Snowflake, nullable=True),
        sa.Column("nonce", types.Text, nullable=False),
        sa.Column("state", types.Text, nullable=False),
        sa.Column("revision", types.Number, nullable=False),
        sa.Column("attempts", types.Number, nullable=False),
        sa.Column("owed_at", types.Instant, nullable=False),
        sa.Column("next_try_at", types.Instant, nullable=False),
        sa.Column("sending_at", types.Instant, nullable=True),
        sa.Column("message_id", types.Snowflake, nullable=True),
        sa.Column("reason", types.Text, nullable=True),
        sa.CheckConstraint("action IN ('create', 'edit', 'delete', 'thread')", name=op.f("ck_posts_action")),
        sa.CheckConstraint("state <> 'failed' OR reason IS NOT NULL", name=op.f("ck_posts_reason")),
        sa.CheckConstraint("state <> 'sending' OR sending_at IS NOT NULL", name=op.f("ck_posts_sending_at")),
        sa.CheckConstraint("state IN ('ready', 'sending', 'unsure', 'sent', 'failed')", name=op.f("ck_posts_state")),
        sa.CheckConstraint("after_post < id", name=op.f("ck_posts_after_post")),
        sa.ForeignKeyConstraint(["after_post"], ["posts.id"], name=op.f("fk_posts_after_post")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_posts_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("key", name=op.f("uq_posts_key")),
        **COUNTED,
    )
    op.create_index(op.f("ix_posts_message_id"), "posts", ["message_id"])
    op.create_index(op.f("ix_posts_state_channel_id"), "posts", ["state", "channel_id"])
    op.create_table(
        "productions",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("number", types.Number, nullable=False),
        sa.Column("title", types.Text, nullable=False),
        sa.Column("state", types.Text, nullable=False),
        sa.Column("director_id", types.Snowflake, nullable=False),
        sa.Column("begun_at", types.Instant, nullable=False),
        sa.Column("finished_at", types.Instant, nullable=True),
        sa.CheckConstraint("(state = 'finished') = (finished_at IS NOT NULL)", name=op.f("ck_productions_finished_at")),
        sa.CheckConstraint("state IN ('running', 'finished')", name=op.f("ck_productions_state")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_productions_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_productions")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_productions_community_id_number")),
        **COUNTED,
    )
    op.create_table(
        "announcements",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("production_id", types.Id, nullable=False),
        sa.Column("channel_id", types.Snowflake, nullable=False),
        sa.Column("due_at", types.Instant, nullable=False),
        sa.Column("state", types.Text, nullable=False),
        sa.Column("director_id", types.Snowflake, nullable=False),
        sa.CheckConstraint("state IN ('scheduled', 'posted', 'cancelled')", name=op.f("ck_announcements_state")),
        sa.ForeignKeyConstraint(["production_id"], ["productions.id"], name=op.f("fk_announcements_production_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
        **COUNTED,
    )
    op.create_index(op.f("ix_announcements_production_id"), "announcements", ["production_id"])
    op.create_index(
        "uq_announcements_scheduled",
        "announcements",
        ["production_id"],
        unique=True,
        **where("state = 'scheduled'"),
    )
    op.create_table(
        "prompts",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("number", types.Number, nullable=False),
        sa.Column("title", types.Text, nullable=False),
        sa.Column("brief", types.Text, nullable=False),
        sa.Column("kinds", types.Json(), nullable=False),
        sa.Column("pays", types.Text, nullable=False),
        sa.Column("opens_at", types.Instant, nullable=False),
        sa.Column("closes_at", types.Instant, nullable=True),
        sa.Column("works_per_member", types.Number, nullable=True),
        sa.Column("state", types.Text, nullable=False),
        sa.Column("closed_at", types.Instant, nullable=True),
        sa.Column("director_id", types.Snowflake, nullable=False),
        sa.Column("channel_id", types.Snowflake, nullable=False),
        sa.Column("card_post_id", types.Id, nullable=False),
        sa.Column("thread_post_id", types.Id, nullable=False),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_prompts_closed_at")),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_prompts_state")),
        sa.CheckConstraint("works_per_member > 0", name=op.f("ck_prompts_works_per_member")),
        sa.ForeignKeyConstraint(["card_post_id"], ["posts.id"], name=op.f("fk_prompts_card_post_id")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_prompts_community_id")),
        sa.ForeignKeyConstraint(["thread_post_id"], ["posts.id"], name=op.f("fk_prompts_thread_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompts")),
        sa.UniqueConstraint("card_post_id", name=op.f("uq_prompts_card_post_id")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_prompts_community_id_number")),
        sa.UniqueConstraint("thread_post_id", name=op.f("uq_prompts_thread_post_id")),
        **COUNTED,
    )
    op.create_table(
        "votes",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("number", types.Number, nullable=False),
        sa.Column("prompt_id", types.Id, nullable=False),
        sa.Column("title", types.Text, nullable=False),
        sa.Column("rule", types.Text, nullable=False),
        sa.Column("state", types.Text, nullable=False),
        sa.Column("opens_at", types.Instant, nullable=False),
        sa.Column("closes_at", types.Instant, nullable=False),
        sa.Column("closed_at", types.Instant, nullable=True),
        sa.Column("channel_id", types.Snowflake, nullable=False),
        sa.Column("moderator_id", types.Snowflake, nullable=False),
        sa.Column("card_post_id", types.Id, nullable=False),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_votes_closed_at")),
        sa.CheckConstraint("rule IN ('approval')", name=op.f("ck_votes_rule")),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_votes_state")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_votes_window")),
        sa.ForeignKeyConstraint(["card_post_id"], ["posts.id"], name=op.f("fk_votes_card_post_id")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_votes_community_id")),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompts.id"], name=op.f("fk_votes_prompt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
        sa.UniqueConstraint("card_post_id", name=op.f("uq_votes_card_post_id")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_votes_community_id_number")),
        **COUNTED,
    )
    op.create_index(
        "uq_votes_open_on_prompt",
        "votes",
        ["prompt_id"],
        unique=True,
        **where("state = 'open'"),
    )
    op.create_table(
        "works",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("number", types.Number, nullable=True),
        sa.Column("prompt_id", types.Id, nullable=True),
        sa.Column("state", types.Text, nullable=False),
        sa.Column("origin", types.Text, nullable=False),
        sa.Column("origin_id", types.Snowflake, nullable=False),
        sa.Column("made_at", types.Instant, nullable=False),
        sa.Column("accepted_at", types.Instant, nullable=True),
        sa.Column("channel_id", types.Snowflake, nullable=False),
        sa.Column("message_id", types.Snowflake, nullable=True),
        sa.Column("title", types.Text, nullable=False),
        sa.Column("title_folded", types.Text, nullable=False),
        sa.Column("words", types.Text, nullable=False),
        sa.Column("reason", types.Text, nullable=True),
        sa.CheckConstraint("origin IN ('message', 'reply', 'command', 'menu')", name=op.f("ck_works_origin")),
        sa.CheckConstraint("state <> 'accepted' OR number IS NOT NULL", name=op.f("ck_works_number")),
        sa.CheckConstraint("state IN ('received', 'accepted', 'refused', 'withdrawn')", name=op.f("ck_works_state")),
        sa.CheckConstraint("(number IS NULL) = (accepted_at IS NULL)", name=op.f("ck_works_accepted_at")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_works_community_id")),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompts.id"], name=op.f("fk_works_prompt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_works")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_works_community_id_number")),
        sa.UniqueConstraint("id", "made_at", "origin_id", name=op.f("uq_works_id_made_at_origin_id")),
        sa.UniqueConstraint("origin_id", name=op.f("uq_works_origin_id")),
        **COUNTED,
    )
    op.create_index(op.f("ix_works_message_id"), "works", ["message_id"])
    op.create_index(op.f("ix_works_prompt_id"), "works", ["prompt_id"])
    op.create_index(
        "ix_works_received",
        "works",
        ["id"],
        **where("state = 'received'"),
    )
    op.create_table(
        "assets",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("work_id", types.Id, nullable=False),
        sa.Column("position", types.Number, nullable=False),
        sa.Column("filename", types.Text, nullable=False),
        sa.Column("size", types.Number, nullable=False),
        sa.Column("kind", types.Text, nullable=False),
        sa.Column("content_type", types.Text, nullable=False),
        sa.Column("discord_id", types.Snowflake, nullable=False),
        sa.Column("url", types.Text, nullable=False),
        sa.Column("sha256", types.Text, nullable=True),
        sa.CheckConstraint("kind IN ('picture', 'sound', 'video', 'words', 'other')", name=op.f("ck_assets_kind")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_assets_sha256")),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_assets_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assets")),
        sa.UniqueConstraint("work_id", "position", name=op.f("uq_assets_work_id_position")),
        **COUNTED,
    )
    op.create_table(
        "ballots",
        sa.Column("vote_id", types.Id, nullable=False),
        sa.Column("voter_id", types.Snowflake, nullable=False),
        sa.Column("picks", types.Json(), nullable=False),
        sa.Column("pressed_id", types.Snowflake, nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name=op.f("fk_ballots_vote_id")),
        sa.PrimaryKeyConstraint("vote_id", "voter_id", name=op.f("pk_ballots")),
        **KEYED,
    )
    op.create_table(
        "entries",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("vote_id", types.Id, nullable=False),
        sa.Column("work_id", types.Id, nullable=False),
        sa.Column("position", types.Number, nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name=op.f("fk_entries_vote_id")),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_entries_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("vote_id", "work_id", name=op.f("uq_entries_vote_id_work_id")),
        **COUNTED,
    )
    op.create_table(
        "makers",
        sa.Column("work_id", types.Id, nullable=False),
        sa.Column("member_id", types.Snowflake, nullable=False),
        sa.Column("position", types.Number, nullable=False),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_makers_work_id")),
        sa.PrimaryKeyConstraint("work_id", "member_id", name=op.f("pk_makers")),
        **KEYED,
    )
    op.create_table(
        "slots",
        sa.Column("prompt_id", types.Id, nullable=False),
        sa.Column("maker_id", types.Snowflake, nullable=False),
        sa.Column("slot", types.Number, nullable=False),
        sa.Column("work_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompts.id"], name=op.f("fk_slots_prompt_id")),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_slots_work_id")),
        sa.PrimaryKeyConstraint("prompt_id", "maker_id", "slot", name=op.f("pk_slots")),
        sa.UniqueConstraint("work_id", "maker_id", name=op.f("uq_slots_work_id_maker_id")),
        **KEYED,
    )
    op.create_table(
        "sources",
        sa.Column("work_id", types.Number, nullable=False),
        sa.Column("work_made_at", types.Instant, nullable=False),
        sa.Column("work_origin", types.Snowflake, nullable=False),
        sa.Column("source_id", types.Number, nullable=False),
        sa.Column("source_made_at", types.Instant, nullable=False),
        sa.Column("source_origin", types.Snowflake, nullable=False),
        sa.CheckConstraint(
            "source_made_at < work_made_at OR (source_made_at = work_made_at AND source_origin < work_origin)",
            name=op.f("ck_sources_older"),
        ),
        sa.ForeignKeyConstraint(
            ["source_id", "source_made_at", "source_origin"],
            ["works.id", "works.made_at", "works.origin_id"],
            name=op.f("fk_sources_source_id_source_made_at_source_origin"),
        ),
        sa.ForeignKeyConstraint(
            ["work_id", "work_made_at", "work_origin"],
            ["works.id", "works.made_at", "works.origin_id"],
            name=op.f("fk_sources_work_id_work_made_at_work_origin"),
        ),
        sa.PrimaryKeyConstraint("work_id", "source_id", name=op.f("pk_sources")),
        **KEYED,
    )
    op.create_index(op.f("ix_sources_source_id"), "sources", ["source_id"])
    op.create_table(
        "uses",
        sa.Column("production_id", types.Id, nullable=False),
        sa.Column("work_id", types.Id, nullable=False),
        sa.Column("role", types.Text, nullable=False),
        sa.Column("added_by", types.Snowflake, nullable=False),
        sa.Column("added_at", types.Instant, nullable=False),
        sa.ForeignKeyConstraint(["production_id"], ["productions.id"], name=op.f("fk_uses_production_id")),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_uses_work_id")),
        sa.PrimaryKeyConstraint("production_id", "work_id", name=op.f("pk_uses")),
        **KEYED,
    )


def downgrade() -> None:
    newest_first = (
        "uses sources slots makers entries ballots assets works votes "
        "prompts announcements productions posts people panels deadlines community_channels seen communities"
    )
    for table in newest_first.split():
        op.drop_table(table)
