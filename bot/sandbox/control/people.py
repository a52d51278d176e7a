"""Control calls by which a person acts. Each answers with what that person then sees."""

from aiohttp import web

from bot.sandbox import membership, options, webhooks
from bot.sandbox.acting import Acting
from bot.sandbox.control import persons, showing
from bot.sandbox.control.reading import read
from bot.sandbox.control.servers import server_of
from bot.sandbox.errors import Mistake
from bot.sandbox.files import Upload
from bot.sandbox.interactions import Interaction
from bot.sandbox.objects import channel as channel_object
from bot.sandbox.rest.calls import PREFIX
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


async def change_person(state: State, request: web.Request) -> Json:
    """Replace a member's roles, or what is their own."""
    server, body = server_of(state, request), await read(request, ("roles", *persons.PERSONAL))
    member = server.named_member(request.match_info["person"])
    roles = [server.named_role(name).id for name in body.texts("roles")] if "roles" in body.fields else member.roles
    persons.apply(member, body)
    membership.set_roles(state, server, member, roles)
    return showing.person(server, member)


async def post_message(state: State, request: web.Request) -> Json:
    acting = _acting(state, request)
    body = await read(request, ("channel", "content", "reply_to", "ping", "attachments"))
    message = await acting.post(
        body.text("channel"), body.text_or("content", ""), reply_to=body.maybe_text("reply_to"),
        ping=body.flag("ping", True), uploads=body.uploads, attachments=body.objects("attachments"), wait=body.wait,
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
    acting, body = _acting(state, request), await read(request, ("channel", "name", "content", "tags", "attachments"))
    message = await acting.open_post(
        body.text("channel"), body.text("name"), body.text_or("content", ""),
        tags=body.texts("tags"), uploads=body.uploads, attachments=body.objects("attachments"), wait=body.wait,
    )  # fmt: skip
    return _posted(state, acting, message)


async def open_thread(state: State, request: web.Request) -> Json:
    """A thread on `message`, or in `channel`, there `private` if wanted; the answer shows the new thread."""
    acting, body = _acting(state, request), await read(request, ("channel", "message", "name", "private"))
    thread = await acting.open_thread(
        body.text("name"), channel=body.maybe_text("channel"), message=body.maybe_text("message"),
        private=body.flag("private", False), wait=body.wait,
    )  # fmt: skip
    return _saw(acting, thread, thread=channel_object(thread))


async def change_thread(state: State, request: web.Request) -> Json:
    """Rename, archive, lock or tag a thread; the answer shows it."""
    acting = _acting(state, request)
    body = await read(request, ("name", "archived", "locked", "tags"))
    wanted: Json = {key: body.flag(key, False) for key in ("archived", "locked") if key in body.fields}
    if "name" in body.fields:
        wanted["name"] = body.text("name")
    if "tags" in body.fields:
        wanted["applied_tags"] = acting.tag_ids(request.match_info["thread"], body.texts("tags"))
    thread = await acting.change_thread(request.match_info["thread"], wanted, wait=body.wait)
    return _saw(acting, thread, thread=channel_object(thread))


async def join_thread(state: State, request: web.Request) -> Json:
    """Join a thread, or add `person` to it."""
    acting, body = _acting(state, request), await read(request, ("person",))
    thread = await acting.add_to_thread(request.match_info["thread"], body.maybe_text("person"), wait=body.wait)
    return _saw(acting, thread, thread=channel_object(thread))


async def leave_thread(state: State, request: web.Request) -> Json:
    acting, body = _acting(state, request), await read(request, ())
    thread = await acting.leave_thread(request.match_info["thread"], wait=body.wait)
    return {"thread": channel_object(thread)}


async def pin_message(state: State, request: web.Request) -> Json:
    acting, body = _acting(state, request), await read(request, ("message",))
    return _posted(state, acting, await acting.pin(body.text("message"), wait=body.wait))


async def unpin_message(state: State, request: web.Request) -> Json:
    acting, body = _acting(state, request), await read(request, ("message",))
    return _posted(state, acting, await acting.unpin(body.text("message"), wait=body.wait))


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


async def forward(state: State, request: web.Request) -> Json:
    """Forward `message` to `channel`; the answer shows that channel."""
    acting, body = _acting(state, request), await read(request, ("message", "channel"))
    message = await acting.forward(body.text("message"), body.text("channel"), wait=body.wait)
    return _posted(state, acting, message)


async def repost(state: State, request: web.Request) -> Json:
    """A proxy application posts the person's `message` again as `name`; the answer shows the new one."""
    acting, body = _acting(state, request), await read(request, ("message", "name"))
    message = await acting.repost(body.text("message"), body.text("name"), wait=body.wait)
    return _posted(state, acting, message)


async def ban(state: State, request: web.Request) -> Json:
    """Someone is banned; the answer says who that was."""
    acting, body = _acting(state, request), await read(request, ("person", "delete_seconds"))
    banned = await acting.ban(body.text("person"), delete_seconds=body.whole("delete_seconds", 0), wait=body.wait)
    return showing.person(acting.server, banned)


async def make_webhook(state: State, request: web.Request) -> Json:
    """A webhook made by a person; `url` is where it is posted to, without any other token."""
    acting, body = _acting(state, request), await read(request, ("channel", "name"))
    made = await acting.make_webhook(body.text("channel"), body.text("name"), wait=body.wait)
    return {"webhook": {**webhooks.show(made), "url": f"{state.url}{PREFIX}/webhooks/{made.id}/{made.token}"}}


async def channels_seen(state: State, request: web.Request) -> Json:
    """The channels and threads a person sees, and their direct messages with the bot."""
    return _acting(state, request).channels()


async def view(state: State, request: web.Request) -> Json:
    channel, limit = request.query.get("channel"), request.query.get("limit", "100")
    before = request.query.get("before")
    if channel is None:
        raise Mistake("Say which channel: GET view?channel=general.")
    if not limit.isdecimal() or int(limit) < 1:
        raise Mistake('Give "limit" as a whole number from 1.')
    if before is not None and not before.isdecimal():
        raise Mistake('Give "before" as the id of a message.')
    acting = _acting(state, request)
    return acting.view(acting.channel(channel), int(limit), None if before is None else int(before))


async def offered_commands(state: State, request: web.Request) -> Json:
    """The commands registered for a server; with `channel` ("dm" too) those the person is offered there."""
    acting = _acting(state, request)
    if (named := request.query.get("channel")) is None:
        return {"commands": [command.body for command in state.commands.offered(acting.server.id)]}
    place = acting.channel(named)
    offered = state.commands.offered(options.server_id(place))
    return {"commands": [c.body for c in offered if options.is_allowed(state, c, place, acting.person)]}
