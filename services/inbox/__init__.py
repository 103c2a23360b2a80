"""What waits for a person: one list over every app that asks for approvals."""

from .source import Source
from .sources import sources
from .waiting import Waiting, waiting

__all__ = ["Source", "Waiting", "sources", "waiting"]
