"""The pieces messages are made of: buttons, rows of them, cards and forms.

Built as discord.py's own components, stopped before they are sent (`cogs.answers`, `cogs.posts`).
"""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

INK = discord.Colour(0x2A2C36)
SIGNAL = discord.Colour(0xF2542D)
TEAL = discord.Colour(0x2A9D8F)


def button(
    label: str, custom_id: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary, *, disabled: bool = False
) -> ui.Button[Any]:
    return ui.Button(label=label, custom_id=custom_id, style=style, disabled=disabled)


def rows(*items: ui.Item[Any]) -> ui.View:
    """A message's buttons and selects, five buttons or one select a row."""
    view = ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view


def card(
    *parts: str | ui.Item[Any], buttons: Sequence[ui.Button[Any]] = (), accent: discord.Colour = INK
) -> ui.LayoutView:
    """A card: texts with hairlines between them, its buttons last. Texts hold 4,000 characters in all."""
    container: ui.Container[Any] = ui.Container(accent_colour=accent)
    for place, part in enumerate(parts):
        if place:
            container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(part) if isinstance(part, str) else part)
    if buttons:
        container.add_item(ui.ActionRow(*buttons))
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def form(title: str, custom_id: str, *labels: ui.Label[Any] | ui.TextDisplay[Any]) -> ui.Modal:
    """A form with at most five labelled inputs or texts. Its title holds 45 characters."""
    modal = ui.Modal(title=title, custom_id=custom_id, timeout=None)
    for label in labels:
        modal.add_item(label)
    return modal


def said(text: str) -> ui.TextDisplay[Any]:
    """A sentence inside a form."""
    return ui.TextDisplay(text)


def text_field(
    label: str,
    custom_id: str,
    *,
    hint: str | None = None,
    long: bool = False,
    required: bool = True,
    value: str | None = None,
    most: int = 4_000,
) -> ui.Label[Any]:
    """`hint` stands under the label, 100 characters at most."""
    style = discord.TextStyle.paragraph if long else discord.TextStyle.short
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id=custom_id, style=style, required=required, default=value, max_length=most
    )
    return ui.Label(text=label, description=hint, component=field)


def choice(
    custom_id: str,
    options: Sequence[tuple[str, str, bool]],
    *,
    placeholder: str,
    least: int = 0,
    most: int | None = None,
    required: bool = False,
) -> ui.Select[Any]:
    """A select of (value, label, chosen) options, 25 at most."""
    return ui.Select(
        custom_id=custom_id,
        placeholder=placeholder,
        min_values=least,
        max_values=len(options) if most is None else most,
        required=required,
        options=[discord.SelectOption(value=value, label=label, default=chosen) for value, label, chosen in options],
    )
