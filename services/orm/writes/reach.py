"""How many records a button reaches that its call does not name.

Composers of mails and text messages and planned activities hold ids or a search as
text, or were given recipients call by call; mailings find theirs by a domain.
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from odoo import models

from ... import settings
from ...errors import ToolError
from ...refusals import REFUSALS
from . import addressed

NUMBER = re.compile(r"\d+")
MODELS = ("model", "res_model", "model_name")
# whose buttons these are, by what leads to the mailing
MAILINGS = {
    "mailing.mailing": (),
    "mailing.mailing.schedule.date": ("mass_mailing_id",),
}
SENDS = (
    "action_launch action_put_in_queue action_retry_* action_schedule* action_send_*"
)


def reached(
    records: models.BaseModel, method: str, given: Mapping[str, Any] | None = None
) -> int:
    """Records beyond ``records`` that ``method`` works on; 0 where none are named.

    Args:
        given: its arguments by name; those whom a message goes to count, too.
    """
    try:
        mails = addressed.by_method(records, method, given or {})
        return max(mails, _worked_on(records, method))
    except (*REFUSALS, ValueError, SyntaxError, TypeError, KeyError):
        # the method itself stumbles over it
        return 0


def _worked_on(records: models.BaseModel, method: str) -> int:
    if records._name in MAILINGS:
        return _recipients(records, method)
    return sum(map(_named, records)) if records._transient else 0


def require_few(wizard: models.BaseModel, names: Iterable[str]) -> None:
    """Refuse an answer that gives a wizard more records than one call takes.

    Args:
        names: the fields that the client filled in.
    """
    if not any(name.endswith(("ids", "domain")) for name in names):
        return
    most = settings.get(wizard.env, "bulk_threshold")
    if (count := reached(wizard, "")) > most:
        raise ToolError(
            wizard.env._(
                "Nothing was done: the wizard reaches %(count)s records, up to "
                "%(most)s are allowed here."
            )
            % {"count": count, "most": most}
        )


def _recipients(records: models.BaseModel, method: str) -> int:
    if not any(fnmatchcase(method, name) for name in SENDS.split()):
        return 0
    for step in MAILINGS[records._name]:
        records = records[step]
    return sum(len(mailing._get_remaining_recipients()) for mailing in records)


def _named(wizard: models.BaseModel) -> int:
    fields = wizard._fields.values()
    found = [_count(wizard, field) for field in fields if _is_text(field)]
    found += [len(wizard[field.name]) for field in fields if _is_chosen(field)]
    return max(found, default=0)


def _is_chosen(field: Any) -> bool:
    """A list that whoever fills the wizard in chooses; candidates are computed."""
    return field.type == "many2many" and field.store and not field.readonly


def _is_text(field: Any) -> bool:
    return field.type in ("char", "text") and field.name.endswith(("ids", "domain"))


def _count(wizard: models.BaseModel, field: Any) -> int:
    """Ids in the text, or records that the domain finds."""
    text = wizard[field.name]
    if not text or field.name.endswith("ids"):
        return len(set(NUMBER.findall(text or "")))
    known = [wizard[name] for name in MODELS if name in wizard._fields]
    [model] = [name for name in known if name in wizard.env][:1]
    return wizard.env[model].search_count(literal_eval(text))
