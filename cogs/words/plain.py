"""Text from people, made safe to stand inside ours: it pings nobody and cannot dress up as us."""

import re
import unicodedata
from collections.abc import Iterable

from bot.domain.instants import SECOND, Instant
from bot.domain.works import shorten

_UNSEEN = {"Cc", "Cf", "Cs", "Co"}
_JOINERS = "\u200c\u200d"
"""Zero-width joiners shape scripts and emoji; every other invisible character goes."""
_INNER = str.maketrans({"\u201c": "\u2018", "\u201d": "\u2019"})
"""Quotation marks inside of ours become single ones."""
LOOKS_LIKE_A_BACKTICK = "\u02cb"
_MARKUP = re.compile(r"[\\*_~`|\[\]]|^[#>-]")
_OPENERS = re.compile(r"[<@]|:(?=//)")
"""What opens a mention, a time stamp, an emoji or a link; an invisible space behind it disarms it."""
_OPENERS_IN_PROSE = re.compile(r"<|@(?=everyone|here)|\](?=\()")
"""In longer texts a bare link is welcome, one behind other words is not."""


def plain(text: str, limit: int = 200) -> str:
    """One line of somebody's text with its markdown, mentions and direction tricks disarmed."""
    return _disarm(_MARKUP.sub(r"\\\g<0>", shorten(_seen(text), limit)), _OPENERS)


def quoted(text: str, limit: int = 200) -> str:
    """The same in quotation marks, so that it reads as theirs."""
    return f"“{plain(text.translate(_INNER), limit)}”"


def block(text: str, limit: int = 2_000) -> str:
    """Somebody's longer text as a block quote of at most `limit` characters.

    Their own formatting is kept; their mentions and masked links are not.
    """
    quoted_lines: list[str] = []
    room = limit - 4
    for line in text.splitlines():
        safe = f"> {_disarm(_seen(line), _OPENERS_IN_PROSE)}"
        if len(safe) > room:
            quoted_lines.append(f"{safe[: max(2, room)].rstrip('<@]')}…")  # an opener alone would be armed again
            break
        quoted_lines.append(safe)
        room -= len(safe) + 1
    return "\n".join(quoted_lines) or "> "


def code(text: str, limit: int = 100) -> str:
    """A name that has to be read exactly, such as a file's."""
    return f"`{shorten(_seen(text), limit).replace('`', LOOKS_LIKE_A_BACKTICK)}`"


def _seen(text: str) -> str:
    """Without what is not seen but acts: controls, direction overrides, zero-width spaces."""
    return "".join(
        character if unicodedata.category(character) not in _UNSEEN or character in _JOINERS else " "
        for character in text
    )


def _disarm(text: str, openers: re.Pattern[str]) -> str:
    return openers.sub(lambda match: f"{match.group()}\u200b", text)


def when(instant: Instant) -> str:
    """An instant in the reader's own zone, and how far off it is."""
    return f"<t:{instant // SECOND}:F> (<t:{instant // SECOND}:R>)"


def span(micros: int) -> str:
    """A while in its two largest units: `2 minutes and 5 seconds`."""
    left, parts = micros // SECOND, []
    for name, seconds in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        many, left = divmod(left, seconds)
        if many:
            parts.append(count_of(many, name, f"{name}s"))
    return listed(parts[:2]) or "less than a second"


def soon(instant: Instant) -> str:
    """How far off an instant is, in the reader's own words."""
    return f"<t:{instant // SECOND}:R>"


def numbers(works: Iterable[int]) -> str:
    """`#3, #17 and #31`."""
    return listed([f"#{number}" for number in works])


def listed(items: list[str]) -> str:
    """`a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def size(count: int) -> str:
    """Bytes as people say them."""
    for unit in ("bytes", "KB", "MB"):
        if count < 1_024:
            return f"{count:.0f} {unit}"
        count = count // 1_024 if unit == "bytes" else round(count / 1_024)
    return f"{count:.0f} GB"


def count_of(number: int, one: str, many: str) -> str:
    """`1 work`, `12 works`."""
    return f"{number} {one if number == 1 else many}"
