"""What the journal of a call keeps: images as they were before, and of which models."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from odoo import models

from ..orm.closed import OPEN
from .lines import Line
from .turns import Key, Turns

# our own models that come back with an undo
OURS = (*OPEN, "mcp.article.version", "mcp.template.mark")
# nothing to come back to: queues, presence, our own books
IGNORED = (
    "mcp.",
    "bus.",
    "ir.cron.trigger",
    "mail.presence",
    "ir.logging",
    "res.users.log",
)


@dataclass
class Kept:
    """Images that ``recording`` collects and ``comparing`` compares with the database.

    Attributes:
        created: by model and id, whether Odoo made it as superuser.
        written: by model and id the columns, and links, as they were.
        asked: written with the caller's own rights.
        deleted: lines of what was deleted, with all columns.
        rows: rows of relations, with the record that they went with.
        turns: in which order things were asked for.
    """

    created: dict[str, dict[int, bool]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    written: dict[str, dict[int, dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    asked: set[Key] = field(default_factory=set)
    deleted: list[Line] = field(default_factory=list)
    rows: list[tuple[Key, Line]] = field(default_factory=list)
    turns: Turns = field(default_factory=Turns)


def is_kept(records: models.BaseModel) -> bool:
    """Whether changes of the model are kept at all."""
    return (
        not records._transient
        and not records._abstract
        and records._auto
        and (records._name in OURS or not records._name.startswith(IGNORED))
    )
