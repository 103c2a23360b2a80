"""One import, from the file to what was written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from odoo import models

from ..call import Call
from ..errors import ToolError
from ..orm.writes import touched
from . import headers, matching, money, problems, reading, sources
from .marks import Marks
from .nodes import nodes
from .planning import Plan, Planner
from .sources import Source
from .writing import Writing, Written


@dataclass(frozen=True)
class Asked:
    """What a caller asks of an import; the words are those of the tool."""

    source: Source
    format: str | None
    sheet: str | None
    columns: Mapping[str, str | None]
    key: Sequence[str] | None
    on_match: str
    on_error: str
    decimal_separator: str | None = None


class Import:
    """One file into the records of one model.

    Args:
        model: in the language and company of the call.

    Attributes:
        size: how many records it touches, once it is planned.
        error_file: link to the rows that were not imported.
    """

    def __init__(self, model: models.BaseModel, call: Call, asked: Asked):
        self.model, self.call, self.asked = model, call, asked
        self.file = sources.taken(asked.source, call)
        self.table = reading.read(model.env, self.file, asked.format, asked.sheet)
        self.columns = headers.columns_of(model, self.table, asked.columns)
        known, said = self.columns.known, asked.decimal_separator
        self.table = money.bare(model, self.table, known)
        self.marks = Marks(model, self.table, known, said)
        self.size = 1
        self.error_file: dict[str, Any] | None = None

    def run(self) -> Written:
        """Write the file, or answer why not.

        Raises:
            ToolError: a row has a problem, and ``on_error`` is ``abort``.
            AccessError: the caller may not create, or not change, any record of it.
        """
        plan = self.plan
        self._refuse()
        self._check_access()
        # before, when what is in lists already can still be told
        self.size = _size(plan)
        written = Writing(self.model, plan, self._told).run()
        self._refuse()
        if plan.refused:
            self.error_file = self._offered()
        return written

    @cached_property
    def plan(self) -> Plan:
        """What is to be done, and what cannot."""
        known = self.columns.known
        own = {c.path[0] for c in known if not self._is_of_lines(c)}
        try:
            key = matching.chosen(self.model, self.asked.key, own)
        except ValueError as error:
            raise ToolError(self.model.env._("key: %s.") % error) from None
        known = [c for c in known if c.path[0] not in headers.IDS or c.path[0] in key]
        found = nodes(self.model, known, self.table.rows)
        marks, on_match = self.marks.by_path, self.asked.on_match
        planner = Planner(self.model, known, found, key, on_match, marks)
        for row in self.table.rows:
            if len(row.cells) > len(self.table.headers):
                planner.refuse_row(row, self.model.env._("more cells than headers"))
        return planner.planned()

    @property
    def left_out(self) -> list[dict[str, str]]:
        """Columns that were not imported, and why."""
        found = {**self.columns.left_out, **self.plan.left_out}
        return [{"column": header, "why": why} for header, why in found.items()]

    @property
    def facts(self) -> dict[str, str]:
        """What was found out of the file, and how its figures were read."""
        guess = self.marks.guess if self.marks.told else None
        return {**self.table.facts, **({"decimal_separator": guess} if guess else {})}

    @property
    def checksum(self) -> str:
        """Of the file: what was shown is what is imported."""
        return hashlib.sha256(self.file.content).hexdigest()[:16]

    def _is_of_lines(self, column: headers.Column) -> bool:
        head = column.path[0]
        return head not in headers.IDS and self.model._fields[head].type == "one2many"

    def _check_access(self) -> None:
        """Once, and not for each row."""
        if self.plan.new:
            self.model.check_access("create")
        if self.plan.changed:
            self.model.check_access("write")

    def _told(self, done: int) -> None:
        self.call.progress(done, len(self.plan.new) + len(self.plan.changed))

    def _refuse(self) -> None:
        found = self.plan.problems
        if not found or self.asked.on_error == "skip":
            return
        shown, link = found.shown(), self._offered()
        text = self.model.env._(
            "Nothing was imported: %(bad)s of %(all)s records have problems; the rows "
            "are in the file behind the link. on_error: skip imports the others."
        )
        known = {"bad": len(self.plan.refused), "all": self._count}
        raise ToolError(
            text % known,
            problems=shown,
            error_file=link,
            columns=self.columns.mapping,
            left_out=self.left_out,
        )

    @property
    def _count(self) -> int:
        plan = self.plan
        kept = {id(item[0]) for item in (*plan.new, *plan.changed, *plan.skipped)}
        kept |= {id(node) for node in plan.refused}
        return len(kept)

    def _offered(self) -> dict[str, Any]:
        bad = [row for node in self.plan.refused for row in node.rows]
        bad = sorted({row.number: row for row in bad}.values(), key=lambda r: r.number)
        bad = [self.marks.plain(row) for row in bad]
        return problems.offered(self.call, self.table, bad, self.plan.problems)


def _size(plan: Plan) -> int:
    """Records that it touches, those in lists included."""
    new = [values for _node, values, _name in plan.new]
    changed = {i: values for _node, values, i in plan.changed}
    return touched.by_creates(new) + touched.by_updates(changed)
