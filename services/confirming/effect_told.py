"""What becomes of records, as far as it is the same in two runs from one state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from odoo import api

from ..journal.lines import COUNTERS, LOG_COLUMNS, Line, is_now

# what follows from the state alone; others may be drawn by lot (colours, codes)
KINDS = frozenset(
    "float monetary many2one many2many selection boolean date html text".split()
)
# short texts that decide who gets something, or what
SHORT = frozenset(
    "name subject email_to email_cc email_from reply_to number phone email url "
    "acc_number endpoint".split()
)
# texts that hold ids of their own; how far a mail got, which is told by whether it is
# held back
OWN = "references headers alias_defaults"
QUEUE = "mail_mail_id notification_status failure_type failure_reason"
UNTOLD = LOG_COLUMNS | COUNTERS | {*OWN.split(), *QUEUE.split()}
# numbers of these go on with the clock
CLOCK = re.compile(r"hour|duration|minute|second|elapsed|delay|days")
# made anew in each run
MADE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|\b[0-9a-f]{16,}\b"
    r"|\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{22,}\b"
)
# what a sequence gives: S00012, WH/OUT/00003
NUMBERED = re.compile(r"[\w/.-]{2,}\d")
# an id in the address or the attribute of a link
LINKED = re.compile(r"(=\s*\"?|[a-z]/)(\d+)\b")
# who a message goes to, by the column that names him
GETS = {"mail.notification": "res_partner_id"}
ADDRESSES = ("email", "phone")


class Telling:
    """What a change set tells, without what is new in every run.

    Args:
        lines: of the change set.
    """

    def __init__(self, env: api.Environment, lines: Iterable[Line]):
        self.env = env
        known = [line for line in lines if line.model in env]
        self._lines = [line for line in known if line.is_bound]
        self._new = {(x.model, x.res_id) for x in known if x.kind == "create"}
        self._ids = {str(res_id) for _model, res_id in self._new}
        # numbers that documents get, also on being booked
        self._names = {self._named(line) for line in self._lines}

    def lines(self) -> list[Any]:
        """Of each record what becomes of it, in an order that ids do not decide."""
        told = [
            [line.model, line.kind, self._id(line), self._values(line)]
            for line in self._lines
        ]
        return [*sorted(told, key=str), self._addresses()]

    def row(self, model: str, values: dict[str, Any]) -> dict[str, Any]:
        """A row, as far as this call made nothing of it."""
        fields = self.env[model]._fields
        return {
            name: self._value(fields[name], value) if name in fields else value
            for name, value in values.items()
            # written in one run, and in another of the very same second it is not
            if not is_now(value)
        }

    def text(self, value: str) -> str:
        """``value`` with a mark for what is new in each run."""
        if value in self._ids:
            return "#"
        value = NUMBERED.sub(lambda m: "#" if m[0] in self._names else m[0], value)
        value = LINKED.sub(lambda m: m[1] + ("#" if m[2] in self._ids else m[2]), value)
        return MADE.sub("#", value)

    def _named(self, line: Line) -> str:
        return str(line.after.get(self.env[line.model]._rec_name or "name") or "")

    def _id(self, line: Line) -> int:
        return 0 if line.kind == "create" else line.res_id

    def _values(self, line: Line) -> dict[str, Any]:
        fields = self.env[line.model]._fields
        return {
            name: self._value(fields[name], value)
            for name, value in line.after.items()
            if name in fields and _is_told(fields[name])
        }

    def _value(self, field: Any, value: Any) -> Any:
        if isinstance(value, dict) and field.company_dependent:
            return {key: self._value(field, one) for key, one in value.items()}
        if field.type in ("many2one", "many2many"):
            ids = value if isinstance(value, list) else [value]
            return sorted(self._reference(field.comodel_name, i) for i in ids)
        if isinstance(value, float):
            return round(value, 6)
        return self.text(str(value)) if isinstance(value, str | dict) else value

    def _reference(self, model: str, value: Any) -> str:
        return "#" if (model, value) in self._new else str(value)

    def _addresses(self) -> list[Any]:
        """Where those are reached who get a message."""
        ids = {
            line.after.get(GETS[line.model])
            for line in self._lines
            if line.model in GETS and line.kind == "create"
        }
        # sudo: what is bound is not shown
        partners = self.env["res.partner"].sudo().browse(filter(None, ids)).exists()
        return [
            [partner.id, *(partner[n] for n in ADDRESSES)]
            for partner in partners.sorted("id")
        ]


def _is_told(field: Any) -> bool:
    if field.name in UNTOLD:
        return False
    if field.type in ("float", "monetary") and CLOCK.search(field.name):
        return False
    return field.type in KINDS or (field.type == "char" and field.name in SHORT)
