"""A refusal of Odoo to undo: in its own words, with what can be done instead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError

from ...compat.calling import constraint_message
from ...refusals import REFUSALS, reason
from .choosing import pointing_on

# by model in which states what takes a record of it back where an undo cannot
WAYS = {
    "hr.leave": (
        ("confirm", "validate1", "validate"),
        "decide_time_off (approve: false)",
    )
}


@contextmanager
def refusing(env: api.Environment, changes: models.BaseModel) -> Iterator[None]:
    """Raises UserError: that nothing of ``changes`` was undone, why, and what else."""
    with pointing_on(env, changes), worded(changes):
        yield


@contextmanager
def worded(changes: models.BaseModel) -> Iterator[None]:
    """Raises UserError: that nothing of ``changes`` was undone, and why."""
    env = changes.env
    try:
        with env.cr.savepoint():
            yield
    except REFUSALS as error:
        raise _refused(changes, reason(error)) from error
    except psycopg2.IntegrityError as error:
        raise _refused(changes, constraint_message(env, error)) from error


def _refused(changes: models.BaseModel, why: str) -> UserError:
    env = changes.env
    text = env._(
        "Nothing was undone; Odoo refuses: %s Correct the records themselves instead."
    )
    why = " ".join(why.split())
    text %= why if why.endswith(".") else f"{why}."
    return UserError(" ".join([text, *_ways(changes)]))


def _ways(changes: models.BaseModel) -> Iterator[str]:
    env, lines = changes.env, changes.line_ids
    for model in sorted(WAYS.keys() & env.registry.keys()):
        states, tool = WAYS[model]
        ids = lines.filtered(lambda line, name=model: line.model == name)
        # sudo: the state alone, of records that the change set names
        found = env[model].sudo().browse(ids.mapped("res_id")).exists()
        if set(found.mapped("state")).intersection(states):
            text = env._("For %(what)s use %(tool)s.")
            yield text % {"what": env[model]._description, "tool": tool}
