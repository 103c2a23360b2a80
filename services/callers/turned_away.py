"""A valid credential that may not be used here and now."""

from __future__ import annotations

from werkzeug.exceptions import Forbidden


class TurnedAway(Forbidden):
    """403 for a known caller: from a wrong address, stopped, or without an access mode.

    Never 401, on which clients would throw a good key away.

    Attributes:
        uid: the user whose credential it is.
        credential: as the audit names it.
    """

    def __init__(self, text: str, uid: int, credential: str) -> None:
        super().__init__(text)
        self.uid, self.credential = uid, credential
