"""Numbers that a setting caps."""

from __future__ import annotations


def capped(asked: int | None, most: int, name: str) -> tuple[int, str | None]:
    """The number to use, and a note where it is less than what was asked."""
    if asked is None:
        return most, None
    if asked <= most:
        return asked, None
    return most, f"{name} {asked} was capped to {most} by a setting."
