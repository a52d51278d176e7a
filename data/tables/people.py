"""Communities with their channels, and the people in them."""

from sqlalchemy import UniqueConstraint

from data.tables.base import community, instant, keyed, number, snowflake, text

communities = keyed(
    "communities",
    snowflake("id", key=True),
    text("name"),
    text("zone"),
    snowflake("director_role", null=True),
    snowflake("moderator_role", null=True),
    instant("set_up_at", null=True),
    snowflake("team_channel", null=True),
    # The number given last to each kind of thing here.
    number("last_prompt", default=0),
    number("last_work", default=0),
    number("last_vote", default=0),
    number("last_production", default=0),
)

community_channels = keyed(
    "community_channels",
    community(key=True),
    number("position", key=True),
    snowflake("channel_id"),
    UniqueConstraint("community_id", "channel_id"),
)

people = keyed(
    "people",
    community(key=True),
    snowflake("member_id", key=True),
    text("name"),
    instant("seen_at"),
)
