"""Works: handing them in (`handing_in`), what a message is meant for (`aiming`), how it becomes a promise (`receiving`)
and the promise is kept (`keeping`), what it is answered with (`answers`), what became of it (`changes`), and what its
makers say about it (`refining`, `together`, `makers`, `desk`)."""

from bot.domain.reasons import read_reason, write_reason
from bot.domain.submissions import Submission
from bot.services.works.handing_in import WorkService

__all__ = ["Submission", "WorkService", "read_reason", "write_reason"]
