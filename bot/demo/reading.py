"""Discord's message objects as a person reads them: text, buttons in brackets, names instead of ids."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.demo.line import Json

ROW, BUTTON, SELECT, TEXT, GALLERY, FILE = 1, 2, 3, 10, 12, 13
SILENT = 1 << 12
"""The flag of a message that notifies nobody (https://discord.com/developers/docs/resources/message)."""
COMPONENTS_ALONE = 1 << 15
"""The flag of a message made of components, which show its files themselves."""
THREAD_STARTER = 21
"""The type of the message at the top of a thread, which only repeats the one it was opened from."""
SECOND = 1_000_000
LABEL = 30
"""Characters of an option's label that the transcript repeats."""
_SPANS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


class Names:
    """Who and what the ids in one server are called."""

    def __init__(self) -> None:
        self.people: dict[str, str] = {}
        self.roles: dict[str, str] = {}
        self.channels: dict[str, str] = {}

    def spell(self, text: str, now: int) -> str:
        """Text with mentions and time stamps as Discord shows them; `now` in µs UTC."""
        text = re.sub(r"<@!?(\d+)>", lambda m: f"@{self.people.get(m[1], 'someone')}", text)
        text = re.sub(r"<@&(\d+)>", lambda m: f"@{self.roles.get(m[1], 'a role')}", text)
        text = re.sub(r"<#(\d+)>", lambda m: f"#{self.channels.get(m[1], 'a channel')}", text)
        text = re.sub(r"<t:(\d+):R>", lambda m: _how_far(int(m[1]) - now // SECOND), text)
        text = re.sub(r"<t:(\d+)(?::\w)?>", lambda m: clock_time(int(m[1]) * SECOND), text)
        return text.replace("\u200b", "")


def clock_time(instant: int) -> str:
    """`Mon 9 Nov 2026, 18:00 UTC`, from µs UTC."""
    at = datetime.fromtimestamp(instant // SECOND, UTC)
    return f"{at:%a} {at.day} {at:%b %Y, %H:%M} UTC"


def _how_far(seconds: int) -> str:
    for unit, name in _SPANS:
        count = round(abs(seconds) / unit)
        if abs(seconds) >= unit:
            said = f"{count} {name}" + ("" if count == 1 else "s")
            return f"in {said}" if seconds > 0 else f"{said} ago"
    return "in a few seconds" if seconds > 0 else "a few seconds ago"


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, however deep, in reading order."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        if isinstance(component.get("component"), dict):
            yield from walk([component["component"]])


def buttons(message: Json) -> dict[str, Json]:
    """The buttons of a message by their labels."""
    return {one["label"]: one for one in walk(message["components"]) if one["type"] == BUTTON and one.get("label")}


def select(message: Json) -> Json | None:
    """The first select of a message or modal."""
    return next((one for one in walk(message["components"]) if one["type"] == SELECT), None)


def words(message: Json) -> str:
    """All the text of a message, unspelled: its content, or its cards' texts."""
    texts = [one["content"] for one in walk(message["components"]) if one["type"] == TEXT]
    return "\n".join(filter(None, [message["content"], *texts]))


def number_on(message: Json) -> int | None:
    """The number of the work this message is Callsheet's answer to, read off its button."""
    for label, button in buttons(message).items():
        if re.fullmatch(r"#\d+", label) and button["custom_id"].startswith("post:"):
            return int(label[1:])
    return None


def title_of(message: Json) -> str | None:
    """The title of a card: its largest heading."""
    found = re.search(r"^## (.+)$", words(message), re.MULTILINE)
    return found[1] if found else None


def instant(iso: str) -> int:
    """µs UTC from Discord's ISO 8601."""
    at = datetime.fromisoformat(iso)
    return int(at.timestamp()) * SECOND + at.microsecond


def render(message: Json, names: Names, now: int) -> str:
    """A message as markdown lines: its text, its files, its buttons."""
    lines = []
    if message["content"]:
        lines.append(_plain_headings(names.spell(message["content"], now)))
    if not message["flags"] & COMPONENTS_ALONE:
        lines += [_file(one["filename"], one.get("description")) for one in message["attachments"]]
    lines += _components(message["components"], names, now)
    return "\n\n".join(lines) or "(an empty message)"


def render_furniture(message: Json) -> list[str]:
    """The rows beneath a text: buttons and selects. Nothing for a card, which is all one thing."""
    if message["flags"] & COMPONENTS_ALONE:
        return []
    return _components(message["components"], Names(), 0)


def render_modal(modal: Json) -> str:
    """A form as one line: its title and what it asks for."""
    fields = [one["label"] + (f" ({one['description']})" if one.get("description") else "") for one in _labels(modal)]
    return f"**{modal['title']}**: {'; '.join(fields)}"


def label_of(modal: Json, custom_id: str) -> str:
    """What a field of a form is called."""
    found = (one["label"] for one in _labels(modal) if one["component"]["custom_id"] == custom_id)
    return str(next(found, custom_id))


def _labels(modal: Json) -> list[Json]:
    return [one for one in modal["components"] if one.get("label") and one.get("component")]


def _components(components: list[Json], names: Names, now: int) -> list[str]:
    lines: list[str] = []
    for one in components:
        match one["type"]:
            case 1 if one["components"][0]["type"] == BUTTON:
                lines.append(" ".join(_button(button) for button in one["components"]))
            case 1:
                lines.append(_options(one["components"][0]))
            case 10:
                lines.append(_plain_headings(names.spell(one["content"], now)))
            case 12:
                shown = [names.spell(item.get("description") or "a picture", now) for item in one["items"]]
                lines.append("🖼 " + " · ".join(shown))
            case 13:
                lines.append(_file(one.get("name") or one["file"]["url"].split("/")[-1].split("?")[0]))
            case _:
                lines += _components(one.get("components") or [], names, now)
    return lines


def _button(button: Json) -> str:
    return f"`[{button['label']}]`" if not button.get("disabled") else f"`[{button['label']} (not now)]`"


def _options(component: Json) -> str:
    options = [("☑ " if one.get("default") else "☐ ") + short(one["label"], LABEL) for one in component["options"]]
    return f"`[{component.get('placeholder') or 'Choose'} ▾]` {' · '.join(options)}"


def short(text: str, most: int) -> str:
    """One line of at most `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _file(filename: str, described: str | None = None) -> str:
    return f"📎 `{filename}`" + (f" ({described})" if described else "")


def _plain_headings(text: str) -> str:
    """Headings in bold, small print in italics, lists as they were typed, so that none of it breaks up the page."""
    text = re.sub(r"^(\d+)\. ", r"\1\\. ", text, flags=re.MULTILINE)
    text = re.sub(r"^#{1,3} (.+)$", r"**\1**", text, flags=re.MULTILINE)
    return re.sub(r"^-# (.+)$", r"_\1_", text, flags=re.MULTILINE)
