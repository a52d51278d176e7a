"""What grows around the sources: whose files were fetched, which sources were said not to be, who is told."""

from bot.domain.lineage import Telling
from data.tables.base import community, instant, keyed, one_of, refers, snowflake, text

# Who was handed the files of a work, last when: likely sources of what they make next.
fetches = keyed(
    "fetches",
    snowflake("member_id", key=True),
    refers("work_id", "works", key=True),
    instant("fetched_at"),
)

# Works a caption seems to name, of which the maker said that the work is not built on them.
not_sources = keyed(
    "not_sources",
    refers("work_id", "works", key=True),
    refers("source_id", "works", key=True),
)

# How a member wants to hear that somebody built on a work of theirs; without a row, once a day.
tellings = keyed(
    "tellings",
    community(key=True),
    snowflake("member_id", key=True),
    text("telling"),
    one_of("telling", Telling),
)

# That `work_id` was built on `source_id`, for one of the makers of the source.
news = keyed(
    "news",
    community(key=True),
    snowflake("member_id", key=True),
    refers("work_id", "works", key=True),
    refers("source_id", "works", key=True),
    instant("told_at", null=True),
)
