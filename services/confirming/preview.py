"""A run of a call that is only shown, and rolled back."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..journal.shown import Shown


@dataclass
class Preview:
    """What a preview found.

    Attributes:
        whole: the same, uncut, of what a person decides on in Odoo.
        shown: what would change; None of an effect outside the database.
        text: all of it, as the person who confirms reads it.
        state: the hash of what a confirmation binds; empty where it binds nothing.
        held_back: what would have left Odoo.
    """

    shown: Shown | None = None
    whole: Shown | None = None
    text: str = ""
    state: str = ""
    held_back: list[str] = field(default_factory=list)
