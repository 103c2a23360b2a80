"""What a change set created goes again, with the rights of who undoes it.

Whoever may create, but not delete, archives: that much is his right. What Odoo deletes
only when it is cancelled is cancelled first, by the button that a person would press.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError

from ...compat.calling import constraint_message
from ...refusals import REFUSALS, reason
from ..lines import Line

# (model, as superuser), ids
Group = tuple[tuple[str, bool], list[int]]
MOST_REASONS = 5
LONGEST_REASON = 200
STAGE, MESSAGE = "project.task.type", "mail.message"
# by model the button
CANCELLED = {"purchase.order": "button_cancel"}


def unmake(env: api.Environment, lines: list[Line]) -> list[models.BaseModel]:
    """Delete what was created, the last first: parts before what they belong to.

    Some parts can only be deleted along with the whole. So where Odoo refuses, all is
    tried once more in the other order.

    Returns:
        The records that were archived instead.

    Raises:
        UserError: why some of them cannot go.
    """
    groups = _made(lines)
    try:
        with env.cr.savepoint():
            return _unmade(env, groups)
    except REFUSALS as refusal:
        with suppress(*REFUSALS), env.cr.savepoint():
            return _unmade(env, groups[::-1])
        raise refusal


def _unmade(env: api.Environment, groups: list[Group]) -> list[models.BaseModel]:
    """Delete or archive group after group; what is refused waits for the next round.

    Raises:
        UserError: a whole round was refused.
    """
    archived = []
    while groups:
        left, reasons = [], []
        for (name, su), ids in groups:
            records = env[name].sudo(su or nobody_deletes(env, name)).browse(ids)
            if not records.env.su and archives(env, name):
                archived.append(_archive(records))
            elif reason := _refusal(records):
                left.append(((name, su), ids))
                reasons.append(reason)
        if len(left) == len(groups):
            raise UserError("; ".join(list(dict.fromkeys(reasons))[:MOST_REASONS]))
        groups = left
    return [records for records in archived if records]


def undeletable(env: api.Environment, names: Iterable[str]) -> list[str]:
    """Models of created records that the caller can neither delete nor archive."""
    closed = [n for n in names if n in env and not _may_delete(env, n)]
    closed = [n for n in closed if not archives(env, n)]
    return [n for n in closed if not nobody_deletes(env, n)]


def archives(env: api.Environment, name: str) -> bool:
    """Whether the caller archives in the model, as he may not delete in it."""
    model = env[name]
    active = model._fields.get(model._active_name or "")
    stored = bool(active and active.store and not active.related)
    return stored and not _may_delete(env, name) and model.has_access("write")


def nobody_deletes(env: api.Environment, name: str) -> bool:
    """Whether Odoo alone deletes from the model, as it alone creates in it."""
    # sudo: access rights are not for everybody to read
    rights = env["ir.model.access"].sudo()
    domain = [("model_id.model", "=", name), ("perm_unlink", "=", True)]
    return not rights.search_count(domain, limit=1)


def _may_delete(env: api.Environment, name: str) -> bool:
    return env[name].has_access("unlink")


def _archive(records: models.BaseModel) -> models.BaseModel:
    records = records.exists()
    records.write({records._active_name: False})
    return records


def _refusal(records: models.BaseModel) -> str | None:
    """Delete ``records``; answers None, or in short why Odoo refuses."""
    try:
        with records.env.cr.savepoint():
            _delete(records.exists())
    except REFUSALS as error:
        return _short(reason(error))
    except psycopg2.IntegrityError as error:
        return _short(constraint_message(records.env, error))
    return None


def _delete(records: models.BaseModel) -> None:
    if button := CANCELLED.get(records._name):
        getattr(records, button)()
    if records._name == MESSAGE:
        # its author may: accounting's check reads entries, which not every author may
        records.check_access("unlink")
        records = records.sudo()
    records.unlink()


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f"{text[:LONGEST_REASON]}…" if len(text) > LONGEST_REASON else text


def _made(lines: list[Line]) -> list[Group]:
    """Created records in reverse order, neighbours of one model together."""
    groups: list[Group] = []
    created = [x for x in lines if x.kind == "create" and not is_personal_stage(x)]
    for line in reversed(created):
        key = (line.model, line.su or _is_notice(line))
        if not groups or groups[-1][0] != key:
            groups.append((key, []))
        groups[-1][1].append(line.res_id)
    return groups


def is_personal_stage(line: Line) -> bool:
    """Whether it is a stage that Odoo made for a user with his first task.

    Odoo lets a user never be without one, so an undo leaves it.
    """
    return bool(line.model == STAGE and line.su and line.after.get("user_id"))


def _is_notice(line: Line) -> bool:
    """Whether it is a notification of the change to a colleague.

    It hangs on no record, so no user may delete it; it goes as superuser.
    """
    notice = line.after.get("message_type") == "user_notification"
    return line.model == MESSAGE and notice
