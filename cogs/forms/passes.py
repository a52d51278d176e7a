"""More time for one member."""

import discord
from discord import ui

from bot.router import custom_id
from cogs.forms.fields import NOTHING, Filled, Subject, default, text
from cogs.panels import form, text_field


def pass_form(token: str, _: Subject, filled: Filled = NOTHING) -> ui.Modal:
    chosen = [default(one, discord.SelectDefaultValueType.user) for one in filled.get("member", ())]
    return form(
        "More time for one member",
        custom_id("passes", "given", token),
        ui.Label(
            text="Who",
            component=ui.UserSelect(
                custom_id="member", min_values=1, max_values=1, required=True, default_values=chosen
            ),
        ),
        text_field(
            "Until when",
            "until",
            hint="“in 2 days”, “Friday 18:00”. What they hand in until then counts.",
            value=text(filled, "until"),
            most=60,
        ),
    )
