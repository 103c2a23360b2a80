"""Where the next page of an answer begins, as data and in words."""

from __future__ import annotations


def next_offset(offset: int, shown: int, total: int) -> int | None:
    """The offset of the next page; None after the last, and where no row fitted.

    Args:
        offset: of this page.
        shown: how many rows this page has.
        total: how many rows there are in all.
    """
    reached = offset + shown
    return reached if shown and reached < total else None


def remark(following: int | None) -> str:
    """The next offset in the line of a text: ``, next_offset 50``, or nothing."""
    return f", next_offset {following}" if following else ""
