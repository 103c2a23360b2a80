"""What waits for a person: one list over every app that asks for approvals."""

from .sources import Source
from .waiting import Waiting, waiting

__all__ = ["Source", "Waiting", "waiting"]
