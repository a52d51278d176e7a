"""What is offered while somebody types. Discord takes 25 choices with names of 1 to 100 characters."""

from collections.abc import Iterable

from discord.app_commands import Choice

from bot.app import Services
from bot.domain.ids import CommunityId
from bot.domain.prompts import PromptState
from cogs.words.plain import shorten

MOST = 25


async def prompts(
    services: Services, community_id: CommunityId, typed: str, *, only_open: bool = False
) -> list[Choice[int]]:
    found = await services.prompts.list_of(community_id, PromptState.OPEN if only_open else None)
    return choices(((one.number, one.title) for one in found), typed)


async def works(services: Services, community_id: CommunityId, typed: str) -> list[Choice[int]]:
    found = await services.works.find(community_id, typed.strip().lstrip("#"), MOST)
    return choices((one.number or 0, one.title) for one in found)


async def votes(services: Services, community_id: CommunityId, typed: str) -> list[Choice[int]]:
    found = await services.votes.list_of(community_id)
    return choices(((one.number, one.title) for one in found), typed)


async def productions(services: Services, community_id: CommunityId, typed: str) -> list[Choice[int]]:
    found = await services.productions.list_of(community_id)
    return choices(((one.number, one.title) for one in found), typed)


def choices(found: Iterable[tuple[int, str]], typed: str = "") -> list[Choice[int]]:
    wanted = typed.strip().lower()
    fitting = [(number, f"{number} · {title}") for number, title in found]
    return [Choice(name=shorten(label, 100), value=number) for number, label in fitting if wanted in label.lower()][
        :MOST
    ]
