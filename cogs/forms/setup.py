"""Setting up."""

from typing import Any

import discord
from discord import ui

from bot.router import custom_id
from cogs.forms.fields import NOTHING, Filled, Subject, default, text
from cogs.panels import form, text_field


def setup_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    """`subject`: how things stand, in the form's own fields."""
    standing: Filled = {**subject, **filled}
    channels = [default(one, discord.SelectDefaultValueType.channel) for one in standing.get("channels", ())]
    return form(
        "Set Callsheet up",
        custom_id("setup", "save", token),
        ui.Label(
            text="Channels for prompts",
            description="Credits go to the first one. Empty: I make #callsheet, if I may.",
            component=ui.ChannelSelect(
                custom_id="channels",
                channel_types=[discord.ChannelType.text],
                min_values=0,
                max_values=25,
                required=False,
                default_values=channels,
            ),
        ),
        _role_choice("Who directs", "director", "They post prompts and schedule credits.", standing),
        _role_choice("Who moderates", "moderator", "They run votes.", standing),
        text_field(
            "Time zone",
            "zone",
            hint="A city or a region and city: Berlin, America/New_York. Times people type are read in it.",
            value=text(standing, "zone", "UTC"),
            most=60,
        ),
    )


def team_channel_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    standing: Filled = {**subject, **filled}
    channels = [default(one, discord.SelectDefaultValueType.channel) for one in standing.get("channel", ())]
    return form(
        "The team's channel",
        custom_id("setup", "team_saved", token),
        ui.Label(
            text="Channel",
            description="What directors and moderators do is said there, a sentence each. Empty: nowhere.",
            component=ui.ChannelSelect(
                custom_id="channel",
                channel_types=[discord.ChannelType.text],
                min_values=0,
                max_values=1,
                required=False,
                default_values=channels,
            ),
        ),
    )


def _role_choice(label: str, name: str, hint: str, standing: Filled) -> ui.Label[Any]:
    chosen = [default(one, discord.SelectDefaultValueType.role) for one in standing.get(name, ()) if one]
    return ui.Label(
        text=label,
        description=f"{hint} Empty: whoever holds Manage Server.",
        component=ui.RoleSelect(custom_id=name, min_values=0, max_values=1, required=False, default_values=chosen),
    )
