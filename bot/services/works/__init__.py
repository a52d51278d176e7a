"""Works: handing them in (`handing_in`), what a message is meant for (`aiming`), and what became of it (`changes`)."""

from bot.domain.reasons import read_reason, write_reason
from bot.domain.submissions import Submission
from bot.services.works.handing_in import WorkService

__all__ = ["Submission", "WorkService", "read_reason", "write_reason"]
