"""What `/privacy` says."""

from bot.services.privacy import Forgotten
from cogs.words.plain import count_of

POLICY = (
    "**What Callsheet keeps about you in this server, and why**\n"
    "- Your works: files, words, titles, when and where you posted them. They are what the set is made of.\n"
    "- What they are built on and what is built on them, so that everyone is credited.\n"
    "- The name you show here, for credits.\n"
    "- Your ballots. Nobody is shown them; results only count them.\n"
    "- What you direct or moderate, your drafts, and lines of the team's log that are by or about you.\n"
    "- Your reports, and what moderators decided about your works.\n"
    "- What you asked for: reminders, how to hear of remixes, what your works may be used for. And whose files you "
    "got, so that they are offered first as sources.\n"
    "It keeps no other messages, and nothing is sold or given to anyone. Members of this server see your works and "
    "credits, as you posted them here. Whoever runs Callsheet on their machine could read all of it there.\n"
    "It stays until you erase it, or until 30 days after Callsheet is removed from this server.\n"
    "`/privacy export` gives you your data. `/privacy delete` erases it."
)
EXPORTED = (
    "Here is everything Callsheet keeps about you in this server, as a file that programs can read. "
    "Your files themselves are not in it; their names and sizes are. What others reported to the moderators is not "
    "in it either. Only you see this message."
)
ASKED = (
    "**Erase everything about you in this server?** This can't be undone.\n"
    "- Your works are taken back and emptied: files, words, titles and names of files go.\n"
    "- Their numbers, and their places in the family tree, in votes and in productions, stay, by “someone”, so that "
    "what others built keeps its history.\n"
    "- Works you made together with others stay theirs, without your name.\n"
    "- Ballots in votes that are closed stay counted, nobody's. Ballots in open votes are taken out.\n"
    "- Prompts you posted and productions you lead stay, without your name. Your drafts go.\n"
    "- Reports, reminders, late passes and what else was kept for you go. Of files that moderators purged a "
    "fingerprint stays, which names nobody.\n"
    "- What stays of a work says when and where it was handed in, so whoever remembers your message can tell it was "
    "yours.\n"
    "Your own messages in Discord stay yours to delete. You may want `/privacy export` first. "
    "You can take part again whenever you like, as somebody new."
)

KEPT = "Nothing was erased. `/privacy delete` asks you again whenever you like."


def erased(what: Forgotten) -> str:
    shared = (
        f" Your name is gone from {count_of(what.shared, 'work', 'works')} you made with others." if what.shared else ""
    )
    return (
        f"Done. {count_of(what.works, 'work of yours was', 'works of yours were')} emptied.{shared} "
        "Callsheet's messages that showed them are being changed now. Backups of the machine Callsheet runs on may "
        "hold the old state until they are replaced. Your own messages in Discord are yours to delete."
    )
