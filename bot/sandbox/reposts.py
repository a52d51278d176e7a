"""Re-posts, as proxy applications make them: a person's message comes again under another name, the first one goes.

PluralKit and Tupperbox work so: the words and files are posted through a webhook of the application's own in the
channel, then the person's message is deleted. A webhook cannot reply, so what was answered becomes an embed that links
to it. Sources: PluralKit's user guide and its ProxyService; tupperbox.app/guide/proxying.
"""

from bot.sandbox import messages, webhooks
from bot.sandbox.errors import Mistake
from bot.sandbox.files import Upload
from bot.sandbox.state import State
from bot.sandbox.world import Channel, Json, Message, Person, Webhook

PROXY = "Proxy"
MOST_QUOTED = 100  # characters of the answered message


def repost(state: State, message: Message, name: str) -> Message:
    """Post the message again as `name` and delete it. Raises Refusal; Mistake for one that no proxy takes."""
    channel = message.channel
    if channel.server is None or message.webhook_id is not None or message.snapshot is not None:
        raise Mistake("Proxies take only what a person wrote in a server.")
    uploads = [
        Upload(f"files[{number}]", file.filename, file.content, file.content_type, len(file.content))
        for number, file in enumerate(message.attachments)
    ]
    body: Json = {"content": message.content, "username": name, "allowed_mentions": {"parse": ["users"]}}
    if message.reference is not None:
        body["embeds"] = _answered(state, message)
    hook = _hook(state, channel.ruling)
    posted = webhooks.execute(state, hook, body, uploads, channel.id if channel.thread is not None else None)
    messages.remove(state, message)
    return posted


def _hook(state: State, channel: Channel) -> Webhook:
    """The proxy application's webhook of a channel, made at its first use."""
    proxy = next((person for person in state.world.people.values() if person.bot and person.name == PROXY), None)
    if proxy is None:
        proxy = Person(state.snowflakes.new(), PROXY, bot=True)
        state.world.people[proxy.id] = proxy
    for known in channel.webhooks.values():
        if known.creator is proxy:
            return known
    return webhooks.create(state, channel, proxy, {"name": f"{PROXY} Webhook"}, application_id=proxy.id)


def _answered(state: State, message: Message) -> list[Json]:
    """The embed that stands for a reply."""
    answered = state.world.messages.get(int((message.reference or {}).get("message_id", 0)))
    if answered is None:
        return []
    link = f"https://discord.com/channels/{message.channel.home.id}/{answered.channel.id}/{answered.id}"
    if answered.content:
        quoted = answered.content[:MOST_QUOTED] + ("…" if len(answered.content) > MOST_QUOTED else "")
        words = f"**[Reply to:]({link})** {quoted}" + (" 📎" if answered.attachments else "")
    else:
        words = f"*[(click to see attachment)]({link})*"
    return [{"author": {"name": f"{answered.author.name} ↩️"}, "description": words}]
