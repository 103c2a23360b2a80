"""What becomes of records, as far as it is the same in two runs from one state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from odoo import api, models

from ..journal import images
from ..journal.lines import COUNTERS, LOG_COLUMNS, Line, is_now
from .copied_files import copied
from .fresh import Fresh
from .linked_ids import MASK
from .referred import FILES, RELATIONAL, Referred, ids_of

# what follows from the state alone
KINDS = frozenset(
    "float monetary many2one many2many selection boolean date html text json "
    "properties integer".split()
)
# a number that is an id, or an order that Odoo chooses; a colour drawn by lot
PLACES = re.compile(r"(^|_)(id|sequence|color|number|uid|separator)$")
# short texts that decide who gets something, or what, though copies do not have them
SHORT = frozenset(
    "name subject email_to email_cc email_from reply_to number phone email url "
    "acc_number endpoint".split()
)
# texts that hold ids of their own; how far a mail got, which is told by whether it is
# held back
OWN = "references headers alias_defaults parent_path"
# versions of a text, with the time to the microsecond; the text itself is bound
HISTORY = "html_field_history html_field_history_metadata"
QUEUE = "mail_mail_id notification_status failure_type failure_reason"
# an id as text, written past the ORM; the column of the id itself is bound
MATCHED = frozenset({"matching_number"})
# where a file lies, and how its picture of the day came out
STORED = "store_fname file_size index_content checksum"
UNTOLD = {
    *LOG_COLUMNS,
    *COUNTERS,
    *MATCHED,
    *OWN.split(),
    *HISTORY.split(),
    *QUEUE.split(),
    *STORED.split(),
}
# numbers of these that Odoo computes go on with the clock
CLOCK = re.compile(r"hour|duration|minute|second|elapsed|delay|days")
# who a message goes to, by the column that names him
GETS = {"mail.notification": "res_partner_id", "mail.message": "partner_ids"}
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
        self._fresh = Fresh(env, known)
        self._referred = Referred(env)
        self._copied = copied(env, self._lines)

    def lines(self) -> list[Any]:
        """Of each record what becomes of it, in an order that ids do not decide."""
        links = self._links()
        rows = [
            (line, {**line.after, **links.get((line.model, line.res_id), {})})
            for line in self._lines
        ]
        self._referred.look_up((line.model, row) for line, row in rows)
        told = [
            [line.model, line.kind, self._id(line), self._values(line.model, row)]
            for line, row in rows
        ]
        return [*sorted(told, key=str), self._addresses(rows)]

    def letters(self, letters: list[Any]) -> list[Any]:
        """Whom mails go to, in an order that ids do not decide."""
        told = [
            [self.text(one) if isinstance(one, str) else one for one in letter]
            for letter in letters
        ]
        return sorted(told, key=str)

    def rows(self, model: str, rows: dict[int, dict[str, Any]]) -> list[Any]:
        """Columns that the call left alone."""
        self._referred.look_up((model, row) for row in rows.values())
        return [
            [model, row_id, self._row(model, row)]
            for row_id, row in sorted(rows.items())
        ]

    def text(self, value: str) -> str:
        """``value`` with a mark for what is new in each run."""
        return self._fresh.masked(value)

    def _row(self, model: str, values: dict[str, Any]) -> dict[str, Any]:
        fields = self.env[model]._fields
        return {
            name: self._column(fields.get(name), value)
            for name, value in values.items()
            # written in one run, and in another of the very same second it is not
            if not is_now(value)
        }

    def _column(self, field: Any, value: Any) -> Any:
        if field is not None and field.type in RELATIONAL:
            return self._references(field, value)
        return self.text(value) if isinstance(value, str) else value

    def _id(self, line: Line) -> int:
        return 0 if line.kind == "create" else line.res_id

    def _links(self) -> dict[tuple[str, int], dict[str, list[int]]]:
        """The many2many fields of new records, which are in no column of theirs."""
        new: dict[str, list[int]] = defaultdict(list)
        for line in self._lines:
            if line.kind == "create":
                new[line.model].append(line.res_id)
        found: dict[tuple[str, int], dict[str, list[int]]] = defaultdict(dict)
        for model, ids in new.items():
            for name, field in linking(self.env[model]):
                for res_id, others in images.links(self.env.cr, field, ids).items():
                    found[model, res_id][name] = others
        return found

    def _values(self, model: str, row: dict[str, Any]) -> dict[str, Any]:
        fields = self.env[model]._fields
        told = {
            name: self._value(fields[name], value)
            for name, value in row.items()
            if name in fields and _is_told(fields[name])
        }
        if model == FILES and row.get("checksum") in self._copied:
            told["checksum"] = row["checksum"]
        return told

    def _value(self, field: Any, value: Any) -> Any:
        if field.type in RELATIONAL:
            return self._references(field, value)
        if isinstance(value, dict) and field.company_dependent:
            return {key: self._value(field, one) for key, one in value.items()}
        if isinstance(value, float):
            return round(value, 6)
        return self.text(str(value)) if isinstance(value, str | dict) else value

    def _references(self, field: Any, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._references(field, one) for key, one in value.items()}
        return sorted(self._reference(field.comodel_name, i) for i in ids_of(value))

    def _reference(self, model: str, res_id: int) -> str:
        if self._fresh.made(model, res_id):
            return MASK
        return self.text(self._referred.said(model, res_id))

    def _addresses(self, rows: list[tuple[Line, dict[str, Any]]]) -> list[Any]:
        """Where those are reached who get a message."""
        ids = {
            res_id
            for line, row in rows
            if line.model in GETS and line.kind == "create"
            for res_id in ids_of(row.get(GETS[line.model]))
        }
        # sudo: what is bound is not shown
        partners = self.env["res.partner"].sudo().browse(filter(None, ids)).exists()
        return [
            [partner.id, *(partner[n] for n in ADDRESSES)]
            for partner in partners.sorted("id")
        ]


def linking(records: models.BaseModel) -> list[tuple[str, Any]]:
    """The many2many fields that are stored in a table of their own."""
    return [
        (name, field)
        for name, field in records._fields.items()
        if field.type == "many2many" and field.store and field.relation
    ]


def _is_told(field: Any) -> bool:
    if field.name in UNTOLD:
        return False
    if field.type in ("float", "monetary") and CLOCK.search(field.name):
        return not (field.compute and field.readonly)
    if field.type == "integer":
        return not PLACES.search(field.name)
    return field.type in KINDS or (
        field.type == "char" and (field.copy or field.name in SHORT)
    )
