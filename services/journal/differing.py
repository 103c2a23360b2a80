"""Two long texts, cut so that the place where they differ is in sight."""

from __future__ import annotations

from typing import Any

# what is told before the first difference
LEAD = 20
# of a text that is cut to at least as much, so many characters of its end
ROOM_FOR_END, END = 200, 50


def cut(old: Any, new: Any, most: int) -> tuple[Any, Any]:
    """Both values in at most about ``most`` characters each."""
    begin = start(old, new, most - _end(most))
    return shortened(old, most, begin), shortened(new, most, begin)


def start(old: Any, new: Any, most: int) -> int:
    """Where to begin, so that a difference is among the first ``most`` characters."""
    if not isinstance(old, str) or not isinstance(new, str) or old == new:
        return 0
    pairs = enumerate(zip(old, new, strict=False))
    shorter = min(len(old), len(new))
    same = next((place for place, (a, b) in pairs if a != b), shorter)
    return 0 if same + LEAD <= most else same - LEAD


def shortened(value: Any, most: int, begin: int = 0) -> Any:
    """From ``begin`` on, with … for what is left out; what is no text as it is.

    Where there is room for it, the end is told too: what follows after much that is
    harmless would otherwise be seen by nobody.
    """
    if not isinstance(value, str):
        return value
    lead, rest = "…" if begin else "", value[begin:]
    if len(rest) <= most:
        return f"{lead}{rest}"
    head, end = rest[: most - _end(most)], rest[len(rest) - _end(most) :]
    left_out = f" ({len(rest) - most} more characters) …" if end else ""
    return f"{lead}{head}…{left_out}{end}"


def _end(most: int) -> int:
    return END if most >= ROOM_FOR_END else 0
