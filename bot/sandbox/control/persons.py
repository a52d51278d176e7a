"""What is a person's own: nickname, language, Nitro's upload limit, whether they take direct messages."""

from bot.sandbox.control.reading import Body
from bot.sandbox.errors import Mistake
from bot.sandbox.world import Member

PERSONAL = ("nick", "locale", "upload_limit", "dm")


def apply(member: Member, body: Body) -> None:
    """Set what the call names; raises Mistake before anything is changed."""
    person, nick = member.person, body.maybe_text("nick")
    if nick is not None and not 1 <= len(nick) <= 32:
        raise Mistake('Give "nick" 1 to 32 characters, or null for none.')
    locale, limit = body.text_or("locale", person.locale), body.whole("upload_limit", person.upload_limit)
    person.takes_dms = body.flag("dm", person.takes_dms)
    person.locale, person.upload_limit = locale, limit
    if "nick" in body.fields:
        member.nick = nick
