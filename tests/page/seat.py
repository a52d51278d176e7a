"""One person at the page. Every name the tests know the page by is in this file."""

import base64
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from .browser import PATIENCE_MS

# A file can only be let go where "dragover" is answered, as browsers have it.
DROP = """(zone, files) => {
  const held = new DataTransfer();
  for (const { name, type, bytes } of files) {
    held.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type }));
  }
  const event = (kind) => new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: held });
  const answered = (kind) => !zone.dispatchEvent(event(kind));
  answered("dragenter");
  return answered("dragover") && answered("drop");
}"""

expect.set_options(timeout=PATIENCE_MS)


class Seat:
    def __init__(self, page: Page, name: str, shots: Path) -> None:
        self.page = page
        self.name = name
        self._shots = shots
        self.composer = page.get_by_role("form", name="Write a message")
        self.conversation = page.get_by_role("region").and_(page.locator("#conversation"))
        self.words = self.composer.get_by_role("textbox", name=re.compile("^Write "))
        self.channels = page.get_by_role("navigation", name="Channels and threads")
        self.clock = page.get_by_role("region", name="Sandbox time")

    async def shot(self, name: str) -> None:
        """A picture of what they see, for people to look at."""
        await self.page.screenshot(path=self._shots / f"{name}.png")

    # ---------------------------------------------------------------- looking

    def message(self, saying: str, author: str = "") -> Locator:
        """The newest message with this text; markdown is drawn, so its signs are not part of it."""
        return self.page.get_by_role("article", name=re.compile(f"^{author}")).filter(has_text=saying).last

    async def sees(self, saying: str, author: str = "") -> Locator:
        found = self.message(saying, author)
        await expect(found).to_be_visible()
        return found

    async def is_told(self, saying: str) -> Locator:
        """Sees a message that only they can see."""
        found = self.page.get_by_role("article").filter(has_text=saying).filter(has_text="Only you can see this").last
        await expect(found).to_be_visible()
        return found

    async def open(self, channel: str) -> None:
        await self.channels.get_by_role("button", name=re.compile(f"^\\W*{re.escape(channel)}")).first.click()
        await self.is_at(channel)

    async def is_at(self, channel: str) -> None:
        """The conversation is named for its channel."""
        await expect(self.page.get_by_role("region", name=re.compile(f"{re.escape(channel)}$"))).to_be_visible()

    # ---------------------------------------------------------------- writing

    async def attach(self, files: Mapping[str, bytes]) -> None:
        """Choose files with the picker."""
        chosen = [{"name": name, "mimeType": "image/png", "buffer": data} for name, data in files.items()]
        await self.page.get_by_label("Files to send").set_input_files(chosen)
        await self._holds(files)

    async def drop(self, files: Mapping[str, bytes]) -> None:
        """Drag files from elsewhere and let them go over the conversation."""
        held = [
            {"name": name, "type": "image/png", "bytes": base64.b64encode(data).decode()}
            for name, data in files.items()
        ]
        assert await self.page.get_by_role("main").evaluate(DROP, held), "what was let go there is not taken"
        await self._holds(files)

    async def _holds(self, files: Iterable[str]) -> None:
        for name in files:
            await expect(self.composer.get_by_text(name, exact=True)).to_be_visible()

    async def send(self, words: str = "") -> None:
        await self.words.fill(words)
        await self.composer.get_by_role("button", name="Send", exact=True).click()
        await expect(self.words).to_have_value("")

    async def reply(self, saying: str, author: str) -> None:
        """Begin an answer to the message with this text."""
        found = await self.sees(saying, author)
        await found.hover()
        await found.get_by_role("button", name=f"Reply to {author}").click()
        await expect(self.composer.get_by_text("Answering")).to_be_visible()

    # ---------------------------------------------------------------- commands, buttons, forms

    async def choose_command(self, command: str) -> Locator:
        """Type a slash command and take it; the form of its options."""
        await self.words.press_sequentially(f"/{command}")
        await expect(self.page.get_by_text(f"/{command}").last).to_be_visible()
        await self.words.press("Enter")
        form = self.page.get_by_role("region", name="Commands")
        await expect(form.get_by_role("button", name="Use it")).to_be_visible()
        return form

    async def command(self, command: str, options: Mapping[str, str]) -> None:
        """Choose a slash command, fill in its options by their names, and use it."""
        form = await self.choose_command(command)
        for name, value in options.items():
            await form.get_by_label(re.compile(f"^{name}\\b")).fill(value)
        await form.get_by_role("button", name="Use it").click()
        await expect(form).to_be_hidden()

    async def form(self, title: str) -> Locator:
        """The bot's form, open before them."""
        found = self.page.get_by_role("dialog", name=title)
        await expect(found).to_be_visible()
        return found

    async def fill(self, title: str, fields: Mapping[str, str]) -> None:
        """Fill in the form with this title, by its labels, and send it."""
        form = await self.form(title)
        for label, value in fields.items():
            await form.get_by_role("textbox", name=re.compile(f"^{label}")).fill(value)
        await form.get_by_role("button", name="Send", exact=True).click()
        await expect(form).to_be_hidden()

    async def press(self, message: Locator, label: str) -> None:
        await message.get_by_role("button", name=label, exact=True).click()

    async def pick(self, within: Locator, label: str, options: Iterable[str], *, several: bool) -> None:
        """Choose in a select with this label or placeholder, by the beginnings of the options' names."""
        await within.get_by_role("combobox", name=label).click()
        for option in options:
            await within.get_by_role("option", name=re.compile(f"^{re.escape(option)}")).click()
        if several:
            await within.get_by_role("button", name=re.compile("^(Apply|Done)$")).click()

    # ---------------------------------------------------------------- time

    async def move_on(self, button: str) -> None:
        await self.clock.get_by_role("button", name=re.compile(f"^{re.escape(button)}")).click()
        await expect(self.clock).not_to_have_attribute("aria-busy", "true")
