"""Tries the operation and rolls it back, since models refuse for reasons of their own."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import psycopg2

from odoo import models
from odoo.exceptions import UserError

from ..compat.calling import constraint_message
from ..refusals import REFUSALS, reason
from ..transactions.cursor_patch import patched
from ..transactions.trial import trial


def refusal(record: models.BaseModel, operation: str) -> str:
    """What Odoo says when ``operation`` is really tried; empty when it allows it.

    It is done whole, as in a dry run, and taken back: some models write before they
    refuse, and what still needs a record is known to PostgreSQL alone. Nothing leaves
    Odoo.
    """
    env = record.env
    try:
        with _quiet(env.cr), trial(env, flush=False):
            _attempt(record, operation)
            env.flush_all()
        return ""
    except psycopg2.IntegrityError as error:
        return constraint_message(env, error)
    except REFUSALS as error:
        return reason(error)
    except psycopg2.Error:
        raise
    except Exception:
        # stopped before something left Odoo, or stumbled over the empty write
        return ""
    finally:
        env.cr.clear()


def _quiet(cr: Any) -> AbstractContextManager[None]:
    """Keep the refused write out of Odoo's log, because it is intended."""
    return patched(cr, execute=partial(cr.execute, log_exceptions=False))


def _attempt(record: models.BaseModel, operation: str) -> None:
    if operation == "unlink":
        # overrides of ``unlink`` write before Odoo comes to these
        for check in record._ondelete_methods:
            check(record)
        record.unlink()
        if record.exists():
            raise UserError(record.env._("It is archived instead of being deleted."))
    elif operation == "write":
        record.write(_same(record))
    elif operation == "read":
        _read(record)


def _same(record: models.BaseModel) -> dict[str, Any]:
    """A field with its present value: ``write`` may check nothing for no values."""
    field = record._fields.get(record._rec_name or "")
    if field is None or not field.store or field.readonly:
        return {}
    # sudo: the value goes back to where it comes from
    return {field.name: field.convert_to_write(record.sudo()[field.name], record)}


def _read(record: models.BaseModel) -> None:
    """Read the record, and search it: either may refuse what the other allows."""
    everyone = record.with_context(active_test=False)
    if not everyone.search([("id", "=", record.id)]):
        raise UserError(record.env._("A search leaves this record out."))
    record.read([record._rec_name] if record._rec_name else ["id"])
