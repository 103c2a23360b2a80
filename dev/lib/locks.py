"""File locks: the scripts may run several times at once."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from .paths import cache


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Only one process at a time is inside; the lock dies with the process."""
    with open(cache("locks") / name, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Users:
    """Counts the processes that use something, without trusting them to say goodbye."""

    def __init__(self, name: str):
        self.file = open(cache("locks") / f"{name}.users", "w")
        fcntl.flock(self.file, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Stop using it; True (and nobody can enter) for the last one."""
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.close()
            return False
        return True

    def close(self) -> None:
        self.file.close()
