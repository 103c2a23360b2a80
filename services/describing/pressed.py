"""Buttons, and actions of the menu *Actions*, by what people call them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from odoo import api, models

from .actions import buttons, is_open, what

# lines of one answer
MOST = 3
WINDOW = "ir.actions.act_window"


def called(
    env: api.Environment,
    names: Iterable[str],
    words: set[str],
    words_in: Callable[[str], set[str]],
    all_of_them: bool = False,
) -> list[str]:
    """A line for each button of these models that ``words`` name, the best first.

    Args:
        words_in: the words of a label, as ``words`` are written.
        all_of_them: a label must have all of the words, not only one.
    """
    if not words:
        return []
    found = [
        (len(words & words_in(label)), line)
        for name in names
        for label, line in dict.fromkeys(_labels(env[name]))
    ]
    least = len(words) if all_of_them else 1
    fitting = sorted((f for f in found if f[0] >= least), key=lambda f: -f[0])
    return [line for _count, line in fitting[:MOST]]


def _labels(records: models.BaseModel) -> Iterator[tuple[str, str]]:
    """Labels, each with a line on what it does."""
    for button in buttons(records):
        if is_open(button, records):
            does = what(records, button)
            yield button.label, _line(records, does, button.label)
    bound = records.env["ir.actions.actions"].get_bindings(records._name)
    for action in bound.get("action", ()):
        # sudo: of an action that this user is shown; only the name of its model
        window = records.env[WINDOW].sudo().browse(action["id"]).exists()
        if window:
            does = f"window {window.res_model}"
            yield action["name"], _line(records, does, action["name"])


def _line(records: models.BaseModel, does: str, label: str) -> str:
    return f'{records._name} {does} "{label}"'
