"""What every card and panel needs: whole lines that fit, and pages to turn."""

from collections.abc import Iterable
from typing import Any

from discord import ui

from bot.router import custom_id
from cogs.panels import button, rows

MESSAGE_LIMIT = 2_000


def clipped(lines: Iterable[str], limit: int = MESSAGE_LIMIT) -> str:
    """As many whole lines as fit, and a last one that says how many did not."""
    kept: list[str] = []
    left = list(lines)
    room = limit - 40
    while left and len(left[0]) + 1 <= room:
        room -= len(left[0]) + 1
        kept.append(left.pop(0))
    if left:
        kept.append(f"… and {len(left)} more.")
    return "\n".join(kept)


def paged(lines: Iterable[str], limit: int = MESSAGE_LIMIT) -> list[str]:
    """All of the lines, whole, on as many pages as they need; a line has to fit a page."""
    pages: list[str] = []
    for line in lines:
        if pages and len(pages[-1]) + 1 + len(line) <= limit:
            pages[-1] += f"\n{line}"
        else:
            pages.append(line)
    return pages


def page_of(
    lines: Iterable[str], feature: str, verb: str, token: str, page: int, *, head: str = ""
) -> tuple[str, ui.View | None]:
    """One page of a long list, under its `head`, with buttons to turn where there are more."""
    pages = paged(lines, MESSAGE_LIMIT - len(head) - 1) or [""]
    page = min(page, len(pages) - 1)
    text = f"{head}\n{pages[page]}" if head else pages[page]
    turns = turning(feature, verb, token, page, len(pages))
    return text, rows(*turns) if turns else None


def turning(feature: str, verb: str, token: str, page: int, most: int) -> list[ui.Button[Any]]:
    """Two buttons to turn pages, where there are pages."""
    if most < 2:
        return []
    return [
        button("Back", custom_id(feature, verb, token, max(0, page - 1)), disabled=page == 0),
        button(
            f"Next (page {page + 1} of {most})", custom_id(feature, verb, token, page + 1), disabled=page + 1 >= most
        ),
    ]
