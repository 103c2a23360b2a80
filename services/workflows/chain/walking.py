"""From one document to all of its process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from odoo import models

from . import links

MOST = 60
# of more orders than these, only those are followed that led to the document
MOST_ROOTS = 3
Step = Callable[[models.BaseModel], Iterator[models.BaseModel]]


@dataclass
class Chain:
    """The documents that the caller may read, in the order of the process.

    Attributes:
        unseen: models of documents that are not his to read.
        cut: there are more documents than were followed.
    """

    documents: list[models.BaseModel]
    unseen: list[str] = field(default_factory=list)
    cut: bool = False


def walk(record: models.BaseModel) -> Chain:
    """The process that ``record`` is part of."""
    # sudo: see links.py; what is answered is filtered by the caller's rights
    start = record.sudo()
    above, cut = _reached([start], links.up)
    roots = [found for found in above if not any(map(len, links.up(found)))] or [start]
    if len(roots) > MOST_ROOTS:
        roots, cut = [start], True
        found, cut_below = [*above[1:], *_reached(roots, links.down)[0]], True
    else:
        found, cut_below = _reached([*roots, start], links.down)
    return _mine(record, found, cut or cut_below)


def _reached(
    starts: list[models.BaseModel], step: Step
) -> tuple[list[models.BaseModel], bool]:
    """All that is reached from ``starts``, nearest first; whether it was cut."""
    found = {(record._name, record.id): record for record in starts}
    left = list(found.values())
    while left:
        for linked in step(left.pop(0)):
            for record in linked:
                if len(found) >= MOST:
                    return list(found.values()), True
                if (record._name, record.id) not in found:
                    found[record._name, record.id] = record
                    left.append(record)
    return list(found.values()), False


def _mine(record: models.BaseModel, found: list[models.BaseModel], cut: bool) -> Chain:
    unique = {(each._name, each.id): each for each in found}
    mine, unseen = [], []
    for each in unique.values():
        own = record.env[each._name].browse(each.id)
        if own.has_access("read"):
            mine.append(own)
        elif each._name not in unseen:
            unseen.append(each._name)
    return Chain(mine, unseen, cut)
