"""The set-up panel, its words at their longest, and a rehearsal's."""

from discord import ComponentType

from bot.domain.audit import Deed, Entry
from bot.domain.communities import Community
from bot.domain.ids import ChannelId, CommunityId, MemberId, RehearsalId, RoleId
from bot.domain.instants import Instant
from bot.domain.rehearsal import STEPS, Rehearsal, Step, Trouble
from bot.router import read_custom_id
from cogs.cards.communities import Found, firsts_panel, setup_panel
from cogs.cards.rehearsal import next_id, step_card, step_of
from cogs.permissions import ALSO, MEMBERS_NEED, NEEDED
from cogs.words.deeds import deed
from cogs.words.firsts import FIRSTS
from cogs.words.rehearsal import DOING, how_it_went, report

CHANNELS = tuple(ChannelId(1_100_000_000_000_000_000 + number) for number in range(25))
HOME = Community(CommunityId(1), "Home", "America/Argentina/Buenos_Aires", CHANNELS, set_up_at=Instant(0))
TOKEN = "a" * 16
REHEARSAL = Rehearsal(RehearsalId(4), CommunityId(1), MemberId(2), CHANNELS[0], ChannelId(9), Step.WORK, (), Instant(0))


def labels(view):
    return {item.label: not item.disabled for item in view.walk_children() if item.type is ComponentType.button}


def test_the_panel_says_how_things_stand_and_joins_channels_that_lack_the_same():
    found = Found(lacking=[(CHANNELS[0], ["Attach Files"]), (CHANNELS[1], ["Attach Files"])])
    text, view = setup_panel(HOME, found, "Monday 14:03", "", TOKEN)

    assert "Whoever holds **Manage Server** can direct and moderate." in text
    assert "where it is Monday 14:03 now" in text
    assert f"in <#{CHANNELS[0]}> and <#{CHANNELS[1]}> my role still needs **Attach Files**." in text
    assert labels(view)["Create what is missing"]


def test_nothing_is_made_where_nothing_is_missing():
    community = Community(
        CommunityId(1), "Home", "UTC", CHANNELS[:1], RoleId(5), RoleId(6), Instant(0), team_channel=CHANNELS[1]
    )
    text, view = setup_panel(community, Found(), "Monday 14:03", "", TOKEN)
    assert not labels(view)["Create what is missing"]
    assert "Nothing is missing" in text
    for found in (Found(no_channel=True), Found(nobody_directs=True), Found(nobody_moderates=True)):
        text, view = setup_panel(community, found, "Monday 14:03", "", TOKEN)
        assert labels(view)["Create what is missing"]
        assert "**Gone:**" in text


def test_the_panel_at_its_longest_fits_and_keeps_whole_lines():
    every = [*NEEDED.values(), *ALSO.values()]
    found = Found(
        lacking=[(channel, every[: number % 9 + 1]) for number, channel in enumerate(CHANNELS)],
        members_lack=[(channel, list(MEMBERS_NEED.values())) for channel in CHANNELS],
        gone=24,
        team_is_public=True,
    )
    troubles = tuple(Trouble(step, 50_013, tuple(NEEDED)) for step in STEPS)
    ended = Rehearsal(RehearsalId(4), CommunityId(1), MemberId(2), CHANNELS[0], ChannelId(9), Step.WORK, troubles,
                      Instant(0), Instant(1), left_behind=True)  # fmt: skip
    text, view = setup_panel(HOME, found, "Wednesday 14:03", how_it_went(ended), TOKEN, "Made it.\nMade it.")

    assert len(text) <= 2_000
    assert text.splitlines()[-1].startswith("… and ")
    assert len(labels(view)) == 6


def test_three_prompts_are_shown_as_they_will_be_posted():
    text, view = firsts_panel(CHANNELS[0], TOKEN)
    assert all(first.title in text for first in FIRSTS)
    assert list(labels(view)) == [*(first.label for first in FIRSTS), "Back"]
    assert len(text) <= 2_000


def test_every_step_of_a_rehearsal_has_its_card_and_leads_to_the_next():
    for step in STEPS[:-1]:
        view = step_card(REHEARSAL, step, TOKEN, ["stop.png"] if step is Step.WORK else [])
        assert (
            sum(len(item.content) for item in view.walk_children() if item.type is ComponentType.text_display) < 2_000
        )
        (name,) = [item.custom_id for item in view.walk_children() if item.type is ComponentType.button]
        mark, token, page = read_custom_id(name)
        assert (mark, token, step_of(page)) == (("rehearsal", "next"), TOKEN, step)
        assert name == next_id(step, TOKEN)
    assert set(DOING) == set(STEPS)


def test_how_a_rehearsal_went_names_each_thing_that_was_refused():
    troubles = (
        Trouble(Step.WORK, 50_013, ("attach_files",)),
        Trouble(Step.OPENING, 160_006),
        Trouble(Step.CREDITS, 50_035),
    )
    said = report(troubles)
    assert "for posting a picture my role still needs **Attach Files**" in said
    assert "too many open threads" in said
    assert "refused it with its code 50035" in said
    assert "Discord let me do all of it" in report(())
    assert how_it_went(None) == ""
    assert how_it_went(REHEARSAL).startswith("A rehearsal is running in <#9>.")


def test_the_team_reads_which_settings_were_changed():
    entry = Entry(CommunityId(1), Deed.SETTINGS_CHANGED, MemberId(7), Instant(0), {"changed": ["channels", "zone"]})
    assert deed(entry) == "<@7> changed how Callsheet is set up: the channels and the time zone."
    chosen = Entry(CommunityId(1), Deed.TEAM_CHANNEL_CHOSEN, MemberId(7), Instant(0), {"channel": "9"})
    assert deed(chosen).startswith("<@7> chose <#9> ")
