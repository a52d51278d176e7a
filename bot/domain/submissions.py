"""A submission: the act of handing a work in, as Discord told us of it."""

from dataclasses import dataclass

from bot.domain.communities import Person
from bot.domain.ids import ChannelId, CommunityId, MemberId, MessageId
from bot.domain.instants import Instant, instant_of
from bot.domain.works import ANYWHERE, Asset, Origin, Place


@dataclass(frozen=True, slots=True)
class Submission:
    community_id: CommunityId
    person: Person
    origin: Origin
    origin_id: int
    """The message's snowflake, or the interaction's."""
    channel_id: ChannelId
    message_id: MessageId | None = None
    author_id: MemberId | None = None
    """Who posted that message, where somebody hands it in by its menu."""
    reply_to: MessageId | None = None
    reply_key: str | None = None
    """The key of the post that is replied to, read from its button: known even where we never heard its id."""
    prompt_number: int | None = None
    """Named outright by a command or a menu; a message tells by where it stands."""
    built_on: tuple[int, ...] = ()
    title: str = ""
    words: str = ""
    assets: tuple[Asset, ...] = ()
    place: Place = ANYWHERE
    ai_used: bool | None = None
    """What its maker said where its prompt asks; None: they were not asked."""
    edited_at: Instant | None = None
    """When the message was last changed by its author, if ever."""

    @property
    def made_at(self) -> Instant:
        return instant_of(self.message_id or self.origin_id)
