"""Limits what the code's process logs to its output: few lines, none of them long."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

MOST_LINES = 20
MOST_CHARACTERS = 300


class ShortLines(logging.Handler):
    """Writes the first lines to standard error, and counts the others."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Write ``record`` on one line, while there are not too many."""
        self.lines += 1
        if self.lines > MOST_LINES:
            return
        try:
            sys.stderr.write(f"{_line(record)}\n")
        except Exception:
            self.handleError(record)

    def left(self) -> str:
        """How many lines were not written, in words."""
        more = self.lines - MOST_LINES
        return f"… {more} more log lines\n" if more > 0 else ""


@contextmanager
def limited() -> Iterator[None]:
    """Let what goes to the terminal be short; log files stay as they are."""
    root, short = logging.getLogger(), ShortLines()
    kept = [handler for handler in root.handlers if not _is_terminal(handler)]
    root.handlers = [*kept, short]
    try:
        yield
    finally:
        sys.stderr.write(short.left())


def _is_terminal(handler: logging.Handler) -> bool:
    return getattr(handler, "stream", None) in (sys.stderr, sys.__stderr__, sys.stdout)


def _line(record: logging.LogRecord) -> str:
    text = f"{record.levelname} {record.name}: {record.getMessage().strip()}"
    if record.exc_info and record.exc_info[1]:
        cause = traceback.format_exception_only(record.exc_info[1])
        text = f"{_cut(text)} ({cause[-1].strip()})"
    return _cut(text).replace("\n", " ")


def _cut(text: str) -> str:
    left = len(text) - MOST_CHARACTERS
    return text if left <= 0 else f"{text[:MOST_CHARACTERS]}… (cut by {left})"
