"""One person at the page. Every name the tests know the page by is in this file."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from playwright.async_api import Frame, Locator, Page, expect

from .browser import PATIENCE_MS

COPY = 1
MOST_TABS = 60

expect.set_options(timeout=PATIENCE_MS)


class Seat:
    def __init__(self, page: Page | Frame, name: str, shots: Path, desk: Path) -> None:
        self.page = page
        self.name = name
        self._shots = shots
        self._desk = desk
        self.composer = page.get_by_role("form", name="Write a message")
        self.conversation = page.get_by_role("region").and_(page.locator("#conversation"))
        self.words = self.composer.get_by_role("textbox", name=re.compile("^Write "))
        self.channels = page.get_by_role("navigation", name="Channels and threads")
        self.clock = page.get_by_role("region", name="Sandbox time")
        self.acting = page.get_by_role("button", name=re.compile("^Acting as"))
        self.guide = page.get_by_role("region", name="Guide")
        self.requests = page.get_by_role("complementary", name="Requests of the bot to Discord")
        self.faults = page.get_by_role("complementary", name="Faults on demand")

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
        """Drag files in from outside the browser and let them go over the conversation."""
        self._desk.mkdir(exist_ok=True)
        for name, data in files.items():
            (self._desk / name).write_bytes(data)
        box = await self.conversation.bounding_box()
        assert box is not None
        held = {"items": [], "files": [str(self._desk / name) for name in files], "dragOperationsMask": COPY}
        spot = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        hand = await self.page.context.new_cdp_session(self.page)
        for step in ("dragEnter", "dragOver", "drop"):
            await hand.send("Input.dispatchDragEvent", {"type": step, "data": held, **spot})
        await self._holds(files)
        await hand.detach()

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

    # ---------------------------------------------------------------- messages

    async def message_menu(self, saying: str, author: str) -> Locator:
        """The menu of the message with this text."""
        found = await self.sees(saying, author)
        await found.hover()
        await found.get_by_role("button", name=f"More for {author}'s message").click()
        return self.page.get_by_role("menu", name=f"For {author}'s message")

    async def do(self, saying: str, author: str, what: str) -> None:
        """Choose in the menu of the message with this text."""
        menu = await self.message_menu(saying, author)
        await menu.get_by_role("menuitem", name=what, exact=True).click()

    # ---------------------------------------------------------------- people, panels, keys

    async def people(self) -> Locator:
        """The dialog in which one chooses whom to be."""
        await self.acting.click()
        return self.page.get_by_role("dialog", name=re.compile("^(Act as|Change )"))

    async def act_as(self, name: str) -> None:
        dialog = await self.people()
        await dialog.get_by_role("searchbox", name="Find somebody by name").fill(name)
        await dialog.get_by_role("button", name=re.compile(f"^{name}\\b")).click()
        await self.is_now(name)

    async def is_now(self, name: str) -> None:
        await expect(self.acting).to_contain_text(name)
        await expect(self.composer.get_by_role("textbox", name=re.compile(f"as {name}$"))).to_be_visible()

    async def beside(self, name: str) -> "Seat":
        """Who sits in one of the two seats side by side."""
        framed = self.page.locator(f"iframe[title$='seat: {name}']")
        await expect(framed).to_be_visible()
        frame = await (await framed.element_handle()).content_frame()
        assert frame is not None
        return Seat(frame, name, self._shots, self._desk)

    async def tool(self, name: str) -> Locator:
        """A button of the head of the page; on a phone it is folded away."""
        fold = self.page.get_by_role("button", name="Time and tools")
        if await fold.is_visible() and await fold.get_attribute("aria-expanded") == "false":
            await fold.click()
        return self.page.get_by_role("banner").get_by_role("button", name=re.compile(f"^{re.escape(name)}"))

    async def look_into(self, name: str, panel: Locator) -> Locator:
        await (await self.tool(name)).click()
        await expect(panel).to_be_visible()
        return panel

    async def tab_to(self, wanted: Locator, *, backwards: bool = False) -> None:
        """With the keyboard alone, as far as the tab order leads there."""
        for _ in range(MOST_TABS):
            await self.page.keyboard.press("Shift+Tab" if backwards else "Tab")
            if await wanted.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"the tab order does not lead to {wanted}")

    # ---------------------------------------------------------------- time

    async def move_on(self, button: str) -> None:
        await self.clock.get_by_role("button", name=re.compile(f"^{re.escape(button)}")).click()
        await expect(self.clock).not_to_have_attribute("aria-busy", "true")

    async def now(self) -> float:
        """What the page says the time is, in seconds."""
        told = await self.clock.get_by_role("time").get_attribute("datetime")
        return datetime.fromisoformat(str(told)).timestamp()
