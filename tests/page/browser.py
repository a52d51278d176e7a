"""Debian's Chromium through Playwright, watched: whatever a page complains of fails its test."""

import contextlib
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, ConsoleMessage, Frame, Page, Request, async_playwright
from yarl import URL

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name is looked up: nothing but this machine can be reached.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PATIENCE_MS = 15_000
AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass(frozen=True)
class Device:
    name: str
    width: int
    height: int
    touch: bool = False


DESKTOP = Device("desktop", 1280, 800)
PHONE = Device("phone", 390, 844, touch=True)


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("Chromium is not installed: make browser")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        await browser.close()


@contextlib.asynccontextmanager
async def opened(browser: Browser, device: Device, scheme: str, complaints: list[str]) -> AsyncIterator[Page]:
    """A page of its own, as on a machine of its own. What it complains of is added to `complaints`."""
    context = await browser.new_context(
        viewport={"width": device.width, "height": device.height},
        has_touch=device.touch,
        is_mobile=device.touch,
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def asked(request: Request) -> None:
        url = URL(request.url)
        if url.scheme not in ("data", "blob", "about") and url.host != "127.0.0.1":
            complaints.append(f"asked elsewhere: {request.url}")

    def failed(request: Request) -> None:
        # What was still on its way when a page was left or a player stopped is no failure.
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"failed: {request.method} {request.url}: {request.failure}")

    page.on("console", said)
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    page.on("request", asked)
    page.on("requestfailed", failed)
    yield page
    await context.close()


async def barriers(page: Page | Frame) -> list[str]:
    """What on the page keeps people out, by WCAG 2.2 A and AA, as far as axe-core can tell."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci --prefix tests")
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = await page.evaluate("levels => axe.run({ runOnly: levels })", LEVELS)
    return [
        f"{violation['id']}: {violation['help']} at {node['target']}: {node['any'][:1] and node['any'][0]['message']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
