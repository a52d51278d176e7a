"""Links unfurled: what a person's message links to is added to it a moment later, and that is no edit.

Nothing is fetched here, so only the links of GIF pickers are known: by their address, and without their pictures.
"""

import re

from bot.sandbox import messages
from bot.sandbox.limits import SUPPRESS_EMBEDS
from bot.sandbox.permissions import BITS, in_channel
from bot.sandbox.state import State
from bot.sandbox.world import Json, Message

GIFS = re.compile(r"https://(?:tenor\.com/view|giphy\.com/gifs|klipy\.com/gifs)/[\w-]+")
PROVIDERS = {"tenor": "Tenor", "giphy": "Giphy", "klipy": "KLIPY"}


def unfurl(state: State, message: Message) -> None:
    """Show what its links lead to, for who may embed links: MESSAGE_UPDATE without a new `edited_timestamp`."""
    allowed = in_channel(message.channel, message.author) & BITS["EMBED_LINKS"]
    found: list[Json] = []
    if allowed and not message.flags & SUPPRESS_EMBEDS:
        found = [_gif(match[0]) for match in GIFS.finditer(message.content)]
    if found != message.embeds:
        message.embeds = found
        messages.updated(state, message)


def _gif(url: str) -> Json:
    host = url.removeprefix("https://").partition("/")[0]
    return {
        "type": "gifv",
        "url": url,
        "provider": {"name": PROVIDERS[host.partition(".")[0]], "url": f"https://{host}"},
    }
