"""No column may name a person, and no table may hang on a work, without forgetting having a word to say about it."""

from data.privacy import (
    BECOME_SOMEONE,
    GO_WITH_A_WORK,
    HOLD_BYTES,
    SCRUBBED,
    SEEN_TO,
    STAY_WITH_A_WORK,
    TAKE_THEIR_ROW,
    belongs_to_a_community,
)
from data.tables import communities, erasures, metadata, purged_bytes, works
from data.types import Json, Snowflake

NAMES_NOBODY = {
    "assets.discord_id",
    "ballots.pressed_id",
    "communities.director_role",
    "communities.moderator_role",
    "works.origin_id",
    "seen.object_id",
    "sources.source_origin",
    "sources.work_origin",
}
"""Snowflakes that are no member's."""
NO_ONES_DATA = {
    "absences.unreadable",
    "ballots.picks",
    "prompt_terms.files",
    "prompts.kinds",
    "series.kinds",
    "series.themes",
    "rehearsals.troubles",
}
MAY_NOT_BE_HERE = (erasures, purged_bytes)
"""Tables of bytes that go, or may not come back."""
WITHOUT_A_COMMUNITY = {"erasures", "presence", "seen"}
ENDINGS = ("channel", "channel_id", "thread_id", "message_id", "community_id", "reply_to")


def test_every_column_that_may_name_a_person_says_what_forgetting_does_to_it():
    told = {str(column) for column in (*BECOME_SOMEONE, *TAKE_THEIR_ROW, *SEEN_TO)} | NAMES_NOBODY
    columns = [column for table in metadata.sorted_tables for column in table.c if column.type is Snowflake]
    open_questions = {
        str(one) for one in columns if not one.name.endswith(ENDINGS) and one is not communities.c.id
    } - told
    assert not open_questions, "data/privacy.py should say what becomes of these"


def test_every_free_value_is_searched_for_the_person():
    columns = [column for table in metadata.sorted_tables for column in table.c if isinstance(column.type, Json)]
    open_questions = {str(one) for one in columns} - {str(one) for one in SCRUBBED} - NO_ONES_DATA
    assert not open_questions, "data/privacy.py should say what becomes of these"


def test_every_table_that_hangs_on_a_work_goes_or_stays_when_the_work_is_emptied():
    hanging = {
        table.name
        for table in metadata.sorted_tables
        if any(key.referred_table is works for key in table.foreign_key_constraints)
    }
    assert hanging == {table.name for table in (*GO_WITH_A_WORK, *STAY_WITH_A_WORK)}


def test_every_column_that_holds_bytes_is_asked_before_they_are_deleted():
    columns = {
        str(table.c.sha256) for table in metadata.sorted_tables if "sha256" in table.c and table not in MAY_NOT_BE_HERE
    }
    assert columns == {str(column) for column in HOLD_BYTES}


def test_every_table_is_erased_with_its_community_or_is_nobodys():
    alone = {table.name for table in metadata.sorted_tables if not belongs_to_a_community(table)}
    assert alone == WITHOUT_A_COMMUNITY
