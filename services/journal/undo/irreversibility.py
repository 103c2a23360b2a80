"""Knows beforehand what no undo takes back although its images are kept, and why.

A posted entry has its number and its place in the books, a done move its effect on what
is in stock: Odoo has documents of their own that reverse them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from odoo import api, models
from odoo.tools import SQL

from ..lines import Line
from ..recording import of
from .unmaking import archives, is_personal_stage, undeletable

MOST_NAMED = 12
# nothing goes with what hangs on it
ASIDE = ("mail.", "ir.")
# by model the state that is for good
SETTLED = {"account.move": "posted", "stock.move": "done"}
RECONCILED = "account.partial.reconcile"
PAYMENT = "account.payment"


def notes(env: api.Environment, lines: list[Line]) -> list[str]:
    """Sentences for the preview and the change set."""
    archived = [name for name in _own(lines) if name in env and archives(env, name)]
    texts = [settled(env, lines), _forbidden(env, lines), _left(env, lines)]
    if archived:
        text = env._("Undo archives instead of deleting, as you may not delete: %s.")
        texts.append(text % _called(env, archived))
    return [text for text in texts if text]


def reasons(changes: models.BaseModel) -> dict[int, str]:
    """By id of a change set, why the reader cannot undo it; others are left out."""
    found = {}
    for change_id, lines in _telling(changes).items():
        if text := settled(changes.env, lines) or _forbidden(changes.env, lines):
            found[change_id] = text
    return found


def note_left(env: api.Environment, left: list[dict]) -> None:
    """For the preview of an undo and its own change set: what is not as before."""
    names = dict.fromkeys((c["model"], c["field"]) for c in left)
    if names and (journal := of(env)):
        text = env._("Not as before: %s.")
        found = [f"{model}.{name}" for model, name in names]
        journal.note(text % ", ".join(found[:MOST_NAMED]))


def settled(env: api.Environment, lines: list[Line]) -> str:
    """What to do instead of an undo; empty where no entry, or stock, is concerned."""
    names = {line.model for line in lines if _settles(line)}
    if "account.move" in names and any(line.model == PAYMENT for line in lines):
        return env._(
            "Undo does not take back posted payments: reject one with "
            "validate_payment, approve false, or reset it to draft, instead."
        )
    if "account.move" in names:
        return env._(
            "Undo does not take back posted entries: make a credit note or a "
            "reversal instead."
        )
    if "stock.move" in names:
        return env._(
            "Undo does not take back done stock moves: make a return, or a new "
            "count, instead."
        )
    if any(_was_posted(line) or _was_reconciled(line) for line in lines):
        return env._(
            "Undo neither posts nor reconciles again: post the entries (post_invoice), "
            "and reconcile their items, instead."
        )
    return ""


def _settles(line: Line) -> bool:
    state = SETTLED.get(line.model)
    if not state or line.kind not in ("create", "write"):
        return False
    # the entry of a line of a bank statement goes with that line
    if line.after.get("statement_line_id"):
        return False
    return line.after.get("state") == state


def _was_posted(line: Line) -> bool:
    """Reset to draft, say: written back, it would be posted past Odoo's checks.

    Nor is it known then what became of its lines while they were open.
    """
    if line.model != "account.move" or line.before.get("statement_line_id"):
        return False
    return line.before.get("state") == SETTLED[line.model]


def _was_reconciled(line: Line) -> bool:
    """Odoo numbers a reconciliation, and makes the entries that go with it."""
    return line.model == RECONCILED and line.kind == "unlink"


def _left(env: api.Environment, lines: list[Line]) -> str:
    if any(line.kind == "create" and is_personal_stage(line) for line in lines):
        return env._("Undo leaves the personal stages that Odoo made for a user.")
    return ""


def _forbidden(env: api.Environment, lines: list[Line]) -> str:
    closed = [
        name
        for name in undeletable(env, _own(lines))
        if not goes_along(env, name, lines)
    ]
    if not closed:
        return ""
    text = env._(
        "You may not delete %s, so undo does not take it back: cancel or correct it "
        "instead."
    )
    return text % _called(env, closed)


def _own(lines: list[Line]) -> list[str]:
    """Models in which records were created with the caller's own rights."""
    return list(
        dict.fromkeys(x.model for x in lines if x.kind == "create" and not x.su)
    )


def goes_along(env: api.Environment, name: str, lines: list[Line]) -> bool:
    """Whether its records may go with others that were created, and can be deleted.

    Moves go with their transfer, which Odoo made as superuser.
    """
    su = {line.model for line in lines if line.kind == "create" and line.su}
    others = {x.model for x in lines if x.kind == "create"} - {name}
    return any(
        field.type == "many2one"
        and field.comodel_name in others
        and not field.comodel_name.startswith(ASIDE)
        and (field.comodel_name in su or env[field.comodel_name].has_access("unlink"))
        for field in env[name]._fields.values()
    )


def _called(env: api.Environment, names: Iterable[str]) -> str:
    return ", ".join(env[name]._description for name in names)


def _telling(changes: models.BaseModel) -> dict[int, list[Line]]:
    """By id of a change set, the lines that decide whether it can be undone.

    They are those that created something, or posted or reconciled it.
    """
    if not changes.ids:
        return {}
    found: dict[int, list[Line]] = defaultdict(list)
    query = SQL(QUERY, tuple(changes.ids), (*SETTLED, RECONCILED))
    for change_id, *line, state, bank, old, old_bank in changes.env.execute_query(
        query
    ):
        before = {"state": old, "statement_line_id": old_bank}
        after = {"state": state, "statement_line_id": bank}
        found[change_id].append(Line(*line, before, after))
    return found


QUERY = """
SELECT DISTINCT change_id, model, 0, kind, COALESCE(su, FALSE), after->>'state',
       after->>'statement_line_id', before->>'state', before->>'statement_line_id'
  FROM mcp_change_line
 WHERE change_id IN %s
   AND (model IN %s OR kind = 'create')
"""
