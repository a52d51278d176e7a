"""Control calls by which a person acts. Each answers with what that person then sees."""

from aiohttp import web

from bot.sandbox.acting import Acting
from bot.sandbox.control.reading import read
from bot.sandbox.control.servers import server_of
from bot.sandbox.errors import Mistake
from bot.sandbox.files import Upload
from bot.sandbox.interactions import Interaction
from bot.sandbox.objects import channel as channel_object
from bot.sandbox.state import State
from bot.sandbox.world import Channel, Json, Message


def _acting(state: State, request: web.Request) -> Acting:
    server = server_of(state, request)
    return Acting(state, server, server.named_member(request.match_info["person"]).person)


def _saw(acting: Acting, channel: Channel, **more: object) -> Json:
    return {**acting.view(channel), **more}


def _posted(state: State, acting: Acting, message: Message) -> Json:
    shown = state.objects.message(message, acting.person.id)
    return _saw(acting, message.channel, message=shown)


def _used(acting: Acting, interaction: Interaction) -> Json:
    shown = {"id": str(interaction.id), "acknowledged": interaction.acknowledged}
    return _saw(acting, interaction.channel, interaction=shown)


async def post_message(state: State, request: web.Request) -> Json:
    acting, body = _acting(state, request), await read(request, ("channel", "content", "reply_to", "ping"))
    message = await acting.post(
        body.text("channel"), body.text_or("content", ""), reply_to=body.maybe_text("reply_to"),
        ping=body.flag("ping", True), uploads=body.uploads, wait=body.wait,
    )  # fmt: skip
    return _posted(state, acting, message)


async def edit_message(state: State, request: web.Request) -> Json:
    acting, body = _acting(state, request), await read(request, ("content",))
    message = await acting.edit(request.match_info["message"], body.text("content"), wait=body.wait)
    return _posted(state, acting, message)


async def delete_message(state: State, request: web.Request) -> Json:
    acting, body = _acting(state, request), await read(request, ())
    message = await acting.delete(request.match_info["message"], wait=body.wait)
    return _saw(acting, message.channel)


async def open_post(state: State, request: web.Request) -> Json:
    """A forum post; the answer shows the new thread, whose id is its first message's."""
    acting, body = _acting(state, request), await read(request, ("channel", "name", "content", "tags"))
    message = await acting.open_post(
        body.text("channel"), body.text("name"), body.text_or("content", ""),
        tags=body.texts("tags"), uploads=body.uploads, wait=body.wait,
    )  # fmt: skip
    return _posted(state, acting, message)


async def open_thread(state: State, request: web.Request) -> Json:
    """A public thread on `message`, or in `channel`; the answer shows the new thread."""
    acting, body = _acting(state, request), await read(request, ("channel", "message", "name"))
    thread = await acting.open_thread(
        body.text("name"), channel=body.maybe_text("channel"), message=body.maybe_text("message"),
        wait=body.wait,
    )  # fmt: skip
    return _saw(acting, thread, thread=channel_object(thread))


async def use_command(state: State, request: web.Request) -> Json:
    acting, body = _acting(state, request), await read(request, ("channel", "command", "options"))
    uploads = {upload.field: upload for upload in body.uploads}
    interaction = await acting.command(
        body.text("channel"), body.text("command"), body.mapping("options"), uploads, wait=body.wait
    )
    return _used(acting, interaction)


async def use_menu(state: State, request: web.Request) -> Json:
    acting = _acting(state, request)
    body = await read(request, ("command", "message", "person", "channel"))
    interaction = await acting.menu(
        body.text("command"), message=body.maybe_text("message"), person=body.maybe_text("person"),
        channel=body.maybe_text("channel"), wait=body.wait,
    )  # fmt: skip
    return _used(acting, interaction)


async def press(state: State, request: web.Request) -> Json:
    acting, body = _acting(state, request), await read(request, ("message", "custom_id", "values"))
    interaction = await acting.press(body.text("message"), body.text("custom_id"), body.texts("values"), wait=body.wait)
    return _used(acting, interaction)


async def submit_modal(state: State, request: web.Request) -> Json:
    """Fill and submit the open modal; file parts are named by the custom_id they belong to."""
    acting, body = _acting(state, request), await read(request, ("modal", "fields"))
    uploads: dict[str, list[Upload]] = {}
    for upload in body.uploads:
        uploads.setdefault(upload.field, []).append(upload)
    interaction = await acting.submit(body.mapping("fields"), uploads, modal=body.maybe_text("modal"), wait=body.wait)
    return _used(acting, interaction)


async def autocomplete(state: State, request: web.Request) -> Json:
    acting = _acting(state, request)
    body = await read(request, ("channel", "command", "options", "focused"))
    choices = await acting.autocomplete(
        body.text("channel"), body.text("command"), body.mapping("options"), body.text("focused")
    )
    return {"choices": choices}


async def add_reaction(state: State, request: web.Request) -> Json:
    acting, body = _acting(state, request), await read(request, ("message", "emoji"))
    message = await acting.react(body.text("message"), body.text("emoji"), wait=body.wait)
    return _posted(state, acting, message)


async def remove_reaction(state: State, request: web.Request) -> Json:
    acting, body = _acting(state, request), await read(request, ("message", "emoji"))
    message = await acting.unreact(body.text("message"), body.text("emoji"), wait=body.wait)
    return _posted(state, acting, message)


async def view(state: State, request: web.Request) -> Json:
    channel, limit = request.query.get("channel"), request.query.get("limit", "100")
    if channel is None:
        raise Mistake("Say which channel: GET view?channel=general.")
    if not limit.isdecimal() or int(limit) < 1:
        raise Mistake('Give "limit" as a whole number from 1.')
    acting = _acting(state, request)
    return acting.view(acting.channel(channel), int(limit))


async def offered_commands(state: State, request: web.Request) -> Json:
    """The commands a person is offered, as the bot registered them (for a palette)."""
    server = server_of(state, request)
    server.named_member(request.match_info["person"])
    return {"commands": [command.body for command in state.commands.offered(server.id)]}
