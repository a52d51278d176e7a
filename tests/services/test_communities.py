from bot.domain.communities import Person
from bot.domain.ids import ChannelId
from bot.domain.instants import HOUR, Instant
from bot.domain.posts import PostKind
from bot.domain.prompts import PromptDraft
from bot.domain.refusals import Why
from tests.services.stage import (
    ANN,
    AWAY,
    DIRECTORS,
    DORA,
    ELSEWHERE,
    FOYER,
    HOME,
    MILO,
    MODERATORS,
    NOON,
    NOWHERE,
    ONE_ENGINE,
    OWNER,
    STAGE,
    Refuses,
    Stage,
)

pytestmark = ONE_ENGINE
SOON = Instant(NOON + HOUR)


async def set_up(stage: Stage, person: Person = OWNER, zone: str = "UTC", *channels: ChannelId) -> None:
    await stage.communities.set_up(person, HOME, "Home", channels or (STAGE,), None, None, zone, stage.snowflake())


async def test_a_new_server_is_greeted_once_however_often_it_shows_itself(empty_stage: Stage) -> None:
    for _ in range(3):
        await empty_stage.communities.greet(HOME, "Home", STAGE)

    assert [post.owed.kind for post in await empty_stage.deliver()] == [PostKind.WELCOME]
    await empty_stage.communities.greet(HOME, "Home", FOYER)
    assert await empty_stage.deliver() == []
    assert empty_stage.posts_bell.rung == 4


async def test_a_server_where_we_may_not_speak_is_known_but_not_greeted(empty_stage: Stage) -> None:
    await empty_stage.communities.greet(HOME, "Home", None)

    assert await empty_stage.deliver() == []
    assert (await empty_stage.communities.get(HOME)).name == "Home"


async def test_a_server_that_is_set_up_is_not_greeted_again(stage: Stage) -> None:
    await stage.communities.greet(HOME, "Home", STAGE)

    assert await stage.deliver() == []


async def test_a_renamed_server_is_known_by_its_new_name_and_keeps_its_settings(stage: Stage) -> None:
    before = await stage.communities.get(HOME)
    await stage.communities.greet(HOME, "House", STAGE)
    after = await stage.communities.get(HOME)

    assert after.name == "House"
    assert (after.channels, after.director_role, after.zone) == (before.channels, before.director_role, before.zone)


async def test_set_up_is_for_whoever_manages_the_server(empty_stage: Stage) -> None:
    for person in (ANN, DORA, MILO):
        with Refuses(Why.NEEDS_MANAGE_SERVER):
            await set_up(empty_stage, person)

    assert await empty_stage.communities.find(HOME) is None


async def test_set_up_keeps_rooms_roles_and_zone(empty_stage: Stage) -> None:
    community = await empty_stage.communities.set_up(
        OWNER, HOME, "Home", (FOYER, STAGE, FOYER), DIRECTORS, MODERATORS, "Pacific/Chatham", empty_stage.snowflake()
    )

    assert community == await empty_stage.communities.get(HOME)
    assert (community.channels, community.home, community.zone) == ((FOYER, STAGE), FOYER, "Pacific/Chatham")
    assert (community.director_role, community.moderator_role, community.set_up_at) == (DIRECTORS, MODERATORS, NOON)


async def test_set_up_without_a_channel_or_with_a_made_up_zone_changes_nothing(stage: Stage) -> None:
    before = await stage.communities.get(HOME)

    with Refuses(Why.NO_CHANNEL):
        await stage.communities.set_up(OWNER, HOME, "Home", (), None, None, "UTC", stage.snowflake())
    with Refuses(Why.UNKNOWN_ZONE) as refused:
        await set_up(stage, OWNER, "Europe/Atlantis")

    assert refused.fields == {"zone": "Europe/Atlantis"}
    assert await stage.communities.get(HOME) == before


async def test_setting_up_again_moves_what_is_new_and_leaves_what_is_under_way(stage: Stage) -> None:
    old = await stage.prompt()
    await stage.set_up(HOME, ELSEWHERE)
    new = await stage.prompt()

    assert ((await stage.prompts.view(HOME, old.number)).prompt.channel_id, new.channel_id) == (STAGE, ELSEWHERE)
    assert new.number == old.number + 1, "numbers go on where they were"


async def test_only_the_first_twenty_five_channels_are_kept(empty_stage: Stage) -> None:
    await set_up(empty_stage, OWNER, "UTC", *(ChannelId(number) for number in range(1, 40)))

    assert len((await empty_stage.communities.get(HOME)).channels) == 25


async def test_until_set_up_every_verb_says_that_it_is_not(empty_stage: Stage) -> None:
    await empty_stage.communities.greet(HOME, "Home", STAGE)
    draft = PromptDraft("Rain", "One minute.")
    stage = empty_stage

    for community in (HOME, NOWHERE):
        for call in (
            stage.prompts.check_director(OWNER, community),
            stage.prompts.post(OWNER, community, draft, None, stage.snowflake()),
            stage.prompts.close(OWNER, community, 1, stage.snowflake()),
            stage.prompts.move_closing(OWNER, community, 1, SOON, stage.snowflake()),
            stage.prompts.view(community, 1),
            stage.votes.open(OWNER, community, 1, SOON, "", stage.snowflake()),
            stage.votes.to_close(OWNER, community, 1),
            stage.votes.view(community, 1),
            stage.lineage.view(OWNER, community, 1),
            stage.productions.start(OWNER, community, "Monsoon", stage.snowflake()),
            stage.productions.running(OWNER, community),
            stage.productions.view(community, 1),
            stage.productions.add_works(OWNER, community, 1, [1], "", stage.snowflake()),
            stage.productions.schedule(OWNER, community, 1, SOON, None, stage.snowflake()),
            stage.works.hand_in(stage.command(OWNER, None, community_id=community, prompt_number=1)),
        ):
            with Refuses(Why.NOT_SET_UP):
                await call


async def test_a_file_posted_before_set_up_is_just_a_file(empty_stage: Stage) -> None:
    await empty_stage.communities.greet(HOME, "Home", None)

    assert await empty_stage.posted(empty_stage.message(ANN, STAGE, empty_stage.picture())) is None
    assert await empty_stage.deliver() == []


async def test_where_no_roles_were_chosen_whoever_manages_the_server_directs_and_moderates(
    empty_stage: Stage,
) -> None:
    stage = empty_stage
    await set_up(stage)
    with Refuses(Why.NEEDS_DIRECTOR):
        await stage.prompts.check_director(DORA, HOME)

    prompt = await stage.prompts.post(OWNER, HOME, PromptDraft("Rain", "One minute."), None, stage.snowflake())
    await stage.work(ANN, prompt)

    with Refuses(Why.NEEDS_MODERATOR):
        await stage.vote(prompt)
    assert (await stage.votes.open(OWNER, HOME, 1, SOON, "", stage.snowflake())).number == 1


async def test_what_directors_do_is_refused_to_everyone_else(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await stage.work(ANN, prompt)
    production = await stage.production(work)
    await stage.productions.schedule(DORA, HOME, production.number, SOON, None, stage.snowflake())

    for person in (ANN, MILO, OWNER):
        for call in (
            stage.prompts.check_director(person, HOME),
            stage.prompts.post(person, HOME, PromptDraft("Rain", "One minute."), None, stage.snowflake()),
            stage.prompts.close(person, HOME, prompt.number, stage.snowflake()),
            stage.prompts.move_closing(person, HOME, prompt.number, SOON, stage.snowflake()),
            stage.productions.start(person, HOME, "Monsoon", stage.snowflake()),
            stage.productions.add_works(person, HOME, production.number, [1], "", stage.snowflake()),
            stage.productions.remove_works(person, HOME, production.number, [1], stage.snowflake()),
            stage.productions.running(person, HOME),
            stage.productions.schedule(person, HOME, production.number, SOON, None, stage.snowflake()),
            stage.productions.cancel(person, HOME, production.number, stage.snowflake()),
        ):
            with Refuses(Why.NEEDS_DIRECTOR) as refused:
                await call
            assert refused.fields == {"role": DIRECTORS}


async def test_what_moderators_do_is_refused_to_everyone_else(box: Stage) -> None:
    prompt = await box.prompt()
    await box.work(ANN, prompt)
    vote = await box.vote(prompt)

    for person in (ANN, DORA, OWNER):
        for call in (
            box.votes.open(person, HOME, prompt.number, SOON, "", box.snowflake()),
            box.votes.to_close(person, HOME, vote.number),
        ):
            with Refuses(Why.NEEDS_MODERATOR) as refused:
                await call
            assert refused.fields == {"role": MODERATORS}


async def test_a_role_of_one_server_gives_no_rights_in_another(stage: Stage) -> None:
    await stage.communities.set_up(OWNER, AWAY, "Away", (ELSEWHERE,), None, None, "UTC", stage.snowflake())

    with Refuses(Why.NEEDS_DIRECTOR):
        await stage.prompts.check_director(DORA, AWAY)
    assert (await stage.prompts.check_director(DORA, HOME)).id == HOME
