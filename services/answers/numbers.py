"""Numbers that a setting caps, and many of them in few words."""

from __future__ import annotations


def capped(asked: int | None, most: int, name: str) -> tuple[int, str | None]:
    """The number to use, and a note where it is less than what was asked."""
    if asked is None:
        return most, None
    if asked <= most:
        return asked, None
    return most, f"{name} {asked} was capped to {most} by a setting."


def spans(numbers: list[int]) -> str:
    """``4–9, 12``: what follows each other as one."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in found)
