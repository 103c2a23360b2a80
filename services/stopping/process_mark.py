"""Marks the process that does a piece of work, so that others can see if it died."""

from __future__ import annotations

import os
import socket
import uuid
from pathlib import Path

# a restart by SIGHUP keeps id and start of the process, but not its threads
_LIFE = uuid.uuid4().hex[:8]


def own() -> str:
    """The mark of this process: host, id, start, and the number of its restarts."""
    return f"{of(os.getpid())} {_LIFE}"


def of(pid: int) -> str:
    """The mark of any process: host, id and start (clock ticks since boot).

    Raises:
        OSError: there is none.
    """
    # not psutil's create_time: it moves when somebody sets the clock
    stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    return f"{socket.gethostname()} {pid} {stat.rpartition(')')[2].split()[19]}"


def is_here(mark: str | None) -> bool:
    """Whether the process of ``mark`` runs on this host."""
    here = (mark or "").partition(" ")[0] == socket.gethostname()
    return here and not is_gone(mark)


def is_gone(mark: str | None) -> bool:
    """Whether the process of ``mark`` has ended; False for those of other hosts."""
    host, pid, *rest = (mark or "").split() or ("", "")
    if host != socket.gethostname():
        return False
    if pid == str(os.getpid()):
        return mark != own()
    try:
        return of(int(pid)).split() != [host, pid, *rest[:1]]
    except OSError:
        return True
