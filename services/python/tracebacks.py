"""Short tracebacks of code that failed: its own lines, the last frame, the exception.

The frames of Odoo and its addons in between would fill pages and tell a client nothing.
"""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Iterator

# what the code is called in a traceback
NAME = "<odoo_shell>"
# frames at either end of a recursion, and characters of a message
MOST_FRAMES = 5
MOST_MESSAGE = 1500


def register(code: str) -> None:
    """Let tracebacks quote the lines of ``code``."""
    lines = code.splitlines(keepends=True)
    linecache.cache[NAME] = (len(code), None, lines, NAME)


def short(error: BaseException) -> str:
    """The traceback less the frames that are not the caller's own."""
    lines = ["Traceback:", *_frames(error), _message(error)]
    if cause := error.__cause__ or error.__context__:
        lines.append(f"From: {_message(cause).splitlines()[0]}")
    return "\n".join(lines).encode(errors="backslashreplace").decode()


def _frames(error: BaseException) -> Iterator[str]:
    """Those of the code, the last one, and how many are left out between them."""
    if isinstance(error, SyntaxError) and error.filename == NAME:
        return
    frames = traceback.extract_tb(error.__traceback__)
    own = [n for n, frame in enumerate(frames) if frame.filename == NAME]
    kept = [*own[:MOST_FRAMES], *own[MOST_FRAMES:][-MOST_FRAMES:]]
    kept = sorted({*kept, len(frames) - 1})
    before = kept[0] - 1
    for place in kept:
        if left := place - before - 1:
            yield f"  … {left} frames"
        yield _frame(frames[place])
        before = place


def _frame(frame: traceback.FrameSummary) -> str:
    where = f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
    return f"{where}\n    {frame.line}" if frame.line else where


def _message(error: BaseException) -> str:
    text = "".join(traceback.format_exception_only(error)).rstrip()
    left = len(text) - MOST_MESSAGE
    return text if left <= 0 else f"{text[:MOST_MESSAGE]}… (cut by {left} characters)"
