"""Reactions: adding them, taking them back, clearing them, and the events they send."""

from bot.sandbox.errors import TOO_MANY_REACTIONS, Refusal
from bot.sandbox.messages import place_of
from bot.sandbox.objects import emoji_object, member
from bot.sandbox.state import State
from bot.sandbox.world import Json, Message, Person

MOST_KINDS = 20  # different emoji on one message, discord-api-docs opcodes page, 30010


def add(state: State, message: Message, person: Person, emoji: str) -> None:
    people = message.reactions.get(emoji)
    if people is None:
        if len(message.reactions) >= MOST_KINDS:
            raise Refusal(TOO_MANY_REACTIONS)
        people = message.reactions[emoji] = []
    if person.id in people:
        return
    people.append(person.id)
    event = {**_reaction(message, person, emoji), "message_author_id": str(message.author.id)}
    server = message.channel.server
    if server is not None:
        event["member"] = member(server.members[person.id])
    state.tell(message.channel, "MESSAGE_REACTION_ADD", event)


def remove(state: State, message: Message, person: Person, emoji: str) -> None:
    people = message.reactions.get(emoji, [])
    if person.id not in people:
        return
    people.remove(person.id)
    if not people:
        del message.reactions[emoji]
    state.tell(message.channel, "MESSAGE_REACTION_REMOVE", _reaction(message, person, emoji))


def clear(state: State, message: Message, emoji: str | None = None) -> None:
    event: Json = {"message_id": str(message.id), **place_of(message.channel)}
    if emoji is None:
        message.reactions.clear()
        state.tell(message.channel, "MESSAGE_REACTION_REMOVE_ALL", event)
    elif message.reactions.pop(emoji, None) is not None:
        event["emoji"] = emoji_object(emoji)
        state.tell(message.channel, "MESSAGE_REACTION_REMOVE_EMOJI", event)


def _reaction(message: Message, person: Person, emoji: str) -> Json:
    return {
        "user_id": str(person.id),
        "message_id": str(message.id),
        "emoji": emoji_object(emoji),
        "burst": False,
        "type": 0,
        **place_of(message.channel),
    }
