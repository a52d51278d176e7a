"""A work: one numbered piece by one or more makers, made of files and words."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from bot.domain.ids import AssetId, ChannelId, CommunityId, MemberId, MessageId, PromptId, WorkId
from bot.domain.instants import Instant
from bot.domain.refusals import Refusal, Why

MAX_FILES = 10
"""As many as one Discord message carries (https://discord.com/developers/docs/resources/message)."""
MAX_FILE_BYTES = 100 * 1024 * 1024
SPOILER = "SPOILER_"
MAX_TITLE = 100
"""So that a title fits a select option's label (100 characters)."""
MAX_WORDS = 4_000


class Kind(StrEnum):
    """What a file is to a maker."""

    PICTURE = "picture"
    SOUND = "sound"
    VIDEO = "video"
    WORDS = "words"
    OTHER = "other"


class WorkState(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    HELD = "held"
    """A moderator looks at it first. It has its number, so that it can be opened by those it concerns."""
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    """By a moderator, with a reason; it can be restored."""
    PURGED = "purged"
    """Its bytes are destroyed; only their hash and a line of the audit stay."""


IN = frozenset({WorkState.RECEIVED, WorkState.ACCEPTED})
"""What is part of the set, or will be once its bytes are here."""


WITH_MODERATORS = frozenset({WorkState.HELD, WorkState.REMOVED, WorkState.PURGED})
"""What moderators have in hand: shown to nobody else, and not handed in anew."""
CHANGEABLE = IN | {WorkState.HELD}
"""What still follows its maker's message."""


class Origin(StrEnum):
    """How a work was handed in; the origin id is the message's or the interaction's snowflake."""

    MESSAGE = "message"
    REPLY = "reply"
    COMMAND = "command"
    MENU = "menu"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of a work. `sha256` is None until its bytes are on our disk."""

    filename: str
    size: int
    """Bytes, as Discord said; after keeping, as counted."""
    kind: Kind
    content_type: str = ""
    discord_id: int = 0
    """The attachment's snowflake."""
    url: str = ""
    """Discord's signed link: good for hours, never for keeping."""
    sha256: str | None = None
    id: AssetId | None = None
    added_at: Instant | None = None
    """When its maker added it on the work's panel; None: it came with the work, or by an edit of its message."""
    description: str = ""
    """What its maker wrote for those who do not see it."""

    @property
    def is_spoiler(self) -> bool:
        """Its maker covered it: Discord says so by the name (Message object, "Attachment")."""
        return self.filename.startswith(SPOILER)


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of the channel a work is handed in from."""

    is_private: bool = False
    """Not everyone in the community may see it."""
    is_mature: bool = False
    """It is age-restricted."""


ANYWHERE = Place()


@dataclass(frozen=True, slots=True)
class Work:
    id: WorkId
    community_id: CommunityId
    number: int | None
    """Given on acceptance, never used again."""
    prompt_id: PromptId | None
    state: WorkState
    origin: Origin
    origin_id: int
    made_at: Instant
    channel_id: ChannelId
    message_id: MessageId | None
    """The maker's own message, where there is one."""
    title: str
    words: str
    makers: tuple[MemberId, ...]
    assets: tuple[Asset, ...] = ()
    reason: str | None = None
    is_private: bool = False
    """It stands where not everyone may look, and that is not its prompt's place: never shown in public."""
    is_mature: bool = False
    """It stands behind an age gate: its files are shown in such places only."""
    is_nameless: bool = False
    """Who made it is not said yet: its prompt has not ended."""
    is_hidden: bool = False
    """For its makers alone: its prompt has not closed."""
    credit: str = ""
    """How its makers want it named in credits; empty: by its title."""

    @property
    def age(self) -> tuple[Instant, int]:
        """The order of making: a source is smaller than what is built on it."""
        return (self.made_at, self.origin_id)


_BY_SUFFIX = {
    Kind.PICTURE: "png jpg jpeg gif webp avif heic heif bmp tif tiff svg psd",
    Kind.SOUND: "wav mp3 ogg oga opus flac m4a aac mid midi aiff",
    Kind.VIDEO: "mp4 webm mov mkv m4v avi",
    Kind.WORDS: "txt md pdf doc docx rtf odt srt vtt fountain fdx",
}
_SUFFIXES = {suffix: kind for kind, suffixes in _BY_SUFFIX.items() for suffix in suffixes.split()}
_BY_TYPE = {"image": Kind.PICTURE, "audio": Kind.SOUND, "video": Kind.VIDEO, "text": Kind.WORDS}


def kind_of(filename: str, content_type: str = "") -> Kind:
    """The kind a file claims to be, by its name first and its declared type second."""
    suffix = PurePosixPath(filename).suffix.lower().lstrip(".")
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    return _BY_TYPE.get(content_type.partition("/")[0].lower(), Kind.OTHER)


def title_from(words: str, assets: tuple[Asset, ...]) -> str:
    """A title for a work that came without one: its first line, else the first file's name."""
    first_line = next((line.strip() for line in words.splitlines() if is_visible(line)), "")
    if not first_line and assets:
        first_line = PurePosixPath(assets[0].filename).stem.replace("_", " ").strip()
    return shorten(first_line, MAX_TITLE) or "Untitled"


def is_visible(text: str) -> bool:
    """Whether there is anything to see: spaces, controls and zero-width characters alone make no name."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)


def shorten(text: str, limit: int) -> str:
    """The text in one line of at most `limit` characters, cut at a word and ended with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut
    return f"{at_word.rstrip()}…"


def judge_assets(assets: tuple[Asset, ...]) -> None:
    """Refuse what no prompt could take: too many files, one too large to keep, or one with nothing in it."""
    if len(assets) > MAX_FILES:
        raise Refusal(Why.TOO_MANY_FILES, count=len(assets), limit=MAX_FILES)
    for asset in assets:
        if asset.size > MAX_FILE_BYTES:
            raise Refusal(Why.FILE_TOO_LARGE, filename=asset.filename, size=asset.size, limit=MAX_FILE_BYTES)
        if asset.size == 0:
            raise Refusal(Why.FILE_IS_EMPTY, filename=asset.filename)
