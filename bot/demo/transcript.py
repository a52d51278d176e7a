"""The transcript: chapter by chapter what each person did and what they then saw."""

from dataclasses import dataclass, field

from bot.demo.reading import clock_time

OPENING = """# {title}

What follows was typed, posted and pressed by people in a sandbox, and answered by Callsheet running beside it. Each
entry says who did something, where and when, and quotes what they saw next. Buttons are written `[like this]`; what
only one person could see is marked so. Times are UTC.
"""


@dataclass(slots=True)
class Entry:
    at: int
    """Sandbox time, µs UTC."""
    did: str
    saw: list[tuple[str, str]] = field(default_factory=list)
    """Who said it and to whom, then what, as markdown."""


@dataclass(slots=True)
class Chapter:
    title: str
    told: str
    entries: list[Entry] = field(default_factory=list)


class Transcript:
    def __init__(self, title: str) -> None:
        self.title = title
        self.chapters: list[Chapter] = []

    def open(self, title: str, told: str) -> None:
        self.chapters.append(Chapter(title, told))

    def did(self, at: int, text: str) -> Entry:
        """Note an act; what was seen of it goes into the entry that is returned."""
        entry = Entry(at, text)
        if not self.chapters:
            self.open("Before the story", "")
        self.chapters[-1].entries.append(entry)
        return entry

    def write(self) -> str:
        parts = [OPENING.format(title=self.title)]
        for number, chapter in enumerate(self.chapters, 1):
            parts.append(f"## {number}. {chapter.title}\n\n{chapter.told}\n".rstrip() + "\n")
            parts += [_entry(entry) for entry in chapter.entries]
        return "\n".join(parts)


def _entry(entry: Entry) -> str:
    lines = [f"**{clock_time(entry.at)}** · {entry.did}", ""]
    for who, what in entry.saw:
        lines += [f"> {who}:", ">", *(f"> {line}".rstrip() for line in _broken(what.splitlines())), ""]
    return "\n".join(lines)


def _broken(lines: list[str]) -> list[str]:
    """Lines that stay lines in markdown, and quotes that end where they end."""
    kept: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if kept and kept[-1].startswith(">") and line and not line.startswith(">"):
            kept.append("")
        kept.append(f"{line}\\" if line and following and _flows(line) and _flows(following) else line)
    return kept


def _flows(line: str) -> bool:
    """Whether markdown would run this line together with its neighbour."""
    return not line.startswith(("- ", ">"))
