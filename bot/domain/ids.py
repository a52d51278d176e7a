"""Names for the identifiers that cross a border.

Discord's are snowflakes (unsigned 64-bit, time in the upper bits); ours count up from 1.
"""

from typing import NewType

CommunityId = NewType("CommunityId", int)
"""The snowflake of a Discord server."""
MemberId = NewType("MemberId", int)
"""The snowflake of a Discord user."""
RoleId = NewType("RoleId", int)
ChannelId = NewType("ChannelId", int)
"""The snowflake of a channel or a thread."""
MessageId = NewType("MessageId", int)

PromptId = NewType("PromptId", int)
WorkId = NewType("WorkId", int)
AssetId = NewType("AssetId", int)
VoteId = NewType("VoteId", int)
EntryId = NewType("EntryId", int)
ProductionId = NewType("ProductionId", int)
AnnouncementId = NewType("AnnouncementId", int)
PostId = NewType("PostId", int)
DeadlineId = NewType("DeadlineId", int)
SeriesId = NewType("SeriesId", int)
RehearsalId = NewType("RehearsalId", int)
