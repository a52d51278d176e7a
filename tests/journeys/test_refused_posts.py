"""What Discord would not take, seen where it is managed, with a button that posts it again."""

from bot.sandbox.channels import overwrites
from bot.sandbox.objects import channel
from bot.sandbox.world import Channel

from .stage import DAY, PNG, Stage, components, last, said, text

SEND_IN_THREADS = 1 << 38
SEND = 1 << 11


def studio(stage: Stage) -> Channel:
    return stage.sandbox.state.world.channels[int(stage.servers["film"]["channels"][0]["id"])]


def forbid(stage: Stage, permission: int) -> None:
    """In #studio; the bot is not told."""
    bot = stage.sandbox.state.world.bot
    studio(stage).overwrites |= overwrites([{"id": str(bot.id), "type": 1, "deny": str(permission)}])


def allow(stage: Stage) -> None:
    del studio(stage).overwrites[stage.sandbox.state.world.bot.id]


async def test_a_card_that_was_deleted_can_be_posted_again_from_its_manage_panel(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        card = last(await stage.view("ada"), "Night bus")
        await stage.call("DELETE", f"/servers/film/people/owner/messages/{card['id']}")
        shown = (await stage.command("dora", "prompt show", prompt=1))["ephemeral"][-1]
        panel = (await stage.press("dora", shown, "Manage"))["ephemeral"][-1]
        assert "**Gone:** the card" in text(panel)
        await stage.press("dora", panel, "Post it again")
        anew = last(await stage.view("ada"), "Night bus")
        assert anew["id"] != card["id"]
        view = await stage.say("ada", "studio", "My bus", {"a.png": PNG}, reply_to=anew["id"])
        assert text(view["messages"][-1]) == "#1 “My bus” is in."
        panel = (await stage.press("dora", anew, "Manage"))["ephemeral"][-1]
        assert "Post it again" not in [c.get("label") for c in components(panel)]


async def test_results_that_could_not_be_posted_say_why_and_come_when_they_can(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        await stage.command("mo", "vote open", prompt=1, closes="in 1 day")
        forbid(stage, SEND_IN_THREADS)
        await stage.advance(DAY + 5)
        shown = (await stage.command("mo", "vote show", vote=1))["ephemeral"][-1]
        assert "**Not posted:** the results" in text(shown)
        assert "Post it again" not in str(await stage.command("cy", "vote show", channel="lounge", vote=1))
        allow(stage)
        await stage.press("mo", shown, "Post it again")
        assert "Results of vote 1" in text(last(await stage.view("bo", "Night bus"), "Results"))


async def test_a_vote_and_credits_are_not_begun_where_they_could_not_be_posted(stage: Stage) -> None:
    async with stage.running() as house:
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        await stage.command("dora", "production new", title="Night bus, the film")
        shown = (await stage.command("dora", "production show", production=1))["ephemeral"][-1]
        await stage.press("dora", shown, "Add works…")
        await stage.fill("dora", {"works": "1", "role": ""})
        forbid(stage, SEND_IN_THREADS | SEND)
        stage.sandbox.state.tell(studio(stage), "CHANNEL_UPDATE", channel(studio(stage)))
        await stage.advance(0)
        assert "**Send Messages in Threads**" in said(await stage.command("mo", "vote open", prompt=1))
        view = await stage.command("dora", "credits schedule", production=1, when="now")
        assert "**Send Messages**" in said(view)
        exported = (await house.exports.export_all())[0]
        assert (exported["votes"], exported["productions"][0]["announcements"]) == ([], [])
