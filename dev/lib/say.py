"""Progress lines with times, and commands that fail loudly."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# in the environment: the scripts go on in another interpreter, the clock does too
START = float(os.environ.setdefault("ODOO_MCP_DEV_START", str(time.time())))


def say(text: str) -> None:
    """One line on standard error, with the seconds since the start."""
    print(f"[{time.time() - START:6.1f}s] {text}", file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Say what begins, and how long it took."""
    say(f"{text} …")
    begin = time.time()
    yield
    say(f"{text}: {time.time() - begin:.1f} s")


def run(*command: Any, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command and answer it; output is captured unless told otherwise.

    Raises:
        SystemExit: it failed; the end of its output has been shown.
    """
    options = {"text": True, "capture_output": True, **options}
    done = subprocess.run([str(part) for part in command], **options)
    if done.returncode:
        sys.stderr.write((done.stdout or "")[-4000:] + (done.stderr or "")[-4000:])
        raise SystemExit(f"failed ({done.returncode}): {' '.join(map(str, command))}")
    return done
