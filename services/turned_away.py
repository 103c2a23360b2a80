"""A right credential that may not be used."""

from __future__ import annotations

from werkzeug.exceptions import Forbidden


class TurnedAway(Forbidden):
    """403 for a known caller: not from there, stopped, or without an access mode.

    Never 401: clients would throw a good key away.

    Attributes:
        uid: the user whose credential it is.
        credential: as the audit names it.
    """

    def __init__(self, text: str, uid: int, credential: str) -> None:
        super().__init__(text)
        self.uid, self.credential = uid, credential
