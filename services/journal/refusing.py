"""A refusal of Odoo to undo: in its own words, with what can be done instead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError

from ..compat import constraint_message
from .choosing import pointing_on


@contextmanager
def refusing(env: api.Environment, changes: models.BaseModel) -> Iterator[None]:
    """Raises UserError: that nothing of ``changes`` was undone, why, and what else."""
    with pointing_on(env, changes), worded(env):
        yield


@contextmanager
def worded(env: api.Environment) -> Iterator[None]:
    """Raises UserError: that nothing was undone, why, and what else."""
    try:
        with env.cr.savepoint():
            yield
    except UserError as error:
        raise _refused(env, str(error.args[0] if error.args else error)) from error
    except psycopg2.IntegrityError as error:
        raise _refused(env, constraint_message(env, error)) from error


def _refused(env: api.Environment, why: str) -> UserError:
    text = env._(
        "Nothing was undone; Odoo refuses: %s Correct the records themselves instead."
    )
    why = " ".join(why.split())
    return UserError(text % (why if why.endswith(".") else f"{why}."))
