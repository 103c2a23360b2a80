"""A selection's value, given as value or as label in the caller's language."""

from __future__ import annotations

from typing import Any

from odoo import models

from .nearest import nearest

MOST_OPTIONS = 30


def read_selection(records: models.BaseModel, field: Any, value: Any) -> str:
    """The value that Odoo stores.

    Raises:
        ValueError: names the values there are, with their labels.
    """
    options = _options(records, field)
    if _is_number(value) and str(value) in options:
        # "0", "1" … are numbers to whoever reads them
        return str(value)
    if isinstance(value, str) and value in options:
        return value
    found = _labelled(options, value) or _labelled(_english(records, field), value)
    if len(found) == 1:
        return found[0]
    if found:
        raise ValueError(
            records.env._("the label %(label)r stands for several values: %(values)s")
            % {"label": value, "values": ", ".join(found)}
        )
    raise ValueError(_no_option(records, options, value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _options(records: models.BaseModel, field: Any) -> dict[str, str]:
    return dict(field._description_selection(records.env))


def _english(records: models.BaseModel, field: Any) -> dict[str, str]:
    return _options(records.with_context(lang="en_US"), field)


def _labelled(options: dict[str, str], label: Any) -> list[str]:
    if not isinstance(label, str):
        return []
    wanted = label.strip().casefold()
    return [key for key, text in options.items() if str(text).casefold() == wanted]


def _no_option(records: models.BaseModel, options: dict[str, str], value: Any) -> str:
    shown = list(options)
    if len(options) > MOST_OPTIONS:
        shown = nearest(str(value), options).split(", ")
    listed = ", ".join(f"{key} ({options[key]})" for key in shown if key in options)
    return records.env._("%(value)r is none of its values: %(listed)s") % {
        "value": value,
        "listed": listed or f"{len(options)} …",
    }
