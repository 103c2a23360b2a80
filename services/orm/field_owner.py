"""Finds the field that stores what a related or inherited field shows."""

from __future__ import annotations

from typing import Any


def owner_of(field: Any) -> Any:
    """The field that a related or inherited one finally stands for."""
    while field.related and (field.inherited or field.inverse):
        field = field.related_field
    return field
