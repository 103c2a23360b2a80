"""Change sets: what a call changed, with what was there before."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..services import settings
from ..services.call import Call
from ..services.journal import diff
from ..services.journal.lines import ChangeSet, Line, in_turn
from ..services.journal.shown import ASIDE, Shown, shown
from ..services.journal.undo import (
    added,
    counters,
    irreversibility,
    reentering,
    undoing,
)
from ..services.journal.undo.conflicts import conflicts
from ..services.journal.undo.renumbering import renumbered
from ..services.purging import purge
from ..services.running import is_in_call, is_limited

MOST_NAMES = 3
# notes nothing on the records that it writes
IMPORT = "import_data"
# lines that are enough to name these; an import has thousands
FIRST = 60
LINE = ("model", "res_id", "kind", "su", "before", "after", "turn")


class McpChange(models.Model):
    _name = "mcp.change"
    _description = "MCP Change"
    _order = "id desc"
    _rec_name = "summary"

    kind = fields.Selection(
        [("change", "Change"), ("undo", "Undo"), ("checkpoint", "Checkpoint")],
        default="change",
        required=True,
        readonly=True,
    )
    summary = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users", "User", readonly=True, index=True, ondelete="cascade"
    )
    tool = fields.Char(readonly=True)
    call_id = fields.Char("Call", readonly=True, index=True)
    # indexed: deleting one looks for those that it undid
    undone_by_id = fields.Many2one(
        "mcp.change", "Undone by", readonly=True, index="btree_not_null"
    )
    undone_by_user_id = fields.Many2one(
        related="undone_by_id.user_id", string="Who undid"
    )
    irreversible = fields.Text("Cannot come back", readonly=True)
    stays = fields.Boolean("Odoo would refuse", readonly=True)
    # of the call, by which it was a bulk write or not
    size = fields.Integer("Records asked for", default=1, readonly=True)
    line_ids = fields.One2many("mcp.change.line", "change_id", readonly=True)
    diff = fields.Html(compute="_compute_diff", sanitize=False)
    record_names = fields.Char("Records", compute="_compute_record_names")
    can_undo = fields.Boolean(compute="_compute_can_undo")

    @api.depends("line_ids")
    def _compute_diff(self) -> None:
        for change in self:
            change.diff = diff.html(self.env, change._shown())

    @api.depends("line_ids")
    def _compute_record_names(self) -> None:
        """The names of the first records, as far as the reader may see them."""
        for change in self:
            records = change._shown(FIRST).records
            names = [
                record["name"]
                for record in records
                if record["name"] and not record["model"].startswith(diff.FOLLOWING)
            ]
            names = names or change._documents()
            more = "; …" if len(names) > MOST_NAMES else ""
            # Odoo puts commas into the names of contacts
            change.record_names = "; ".join(names[:MOST_NAMES]) + more

    def _documents(self) -> list[str]:
        """Names of what messages, activities and files of this change are about."""
        images = [line.after or line.before for line in self._lines(FIRST)]
        about = [
            (i.get("res_model") or i.get("model"), i.get("res_id")) for i in images
        ]
        names = []
        for model, row_id in dict.fromkeys(about):
            if row_id and model in self.env:
                record = self.env[model].browse(row_id).exists()
                names += record._filtered_access("read").mapped("display_name")
        return names

    @api.depends("undone_by_id", "kind")
    @api.depends_context("uid")
    def _compute_can_undo(self) -> None:
        oldest, stays = self._oldest(), self._why_stays()
        for change in self:
            change.can_undo = (
                change.kind != "checkpoint"
                and not change.undone_by_id
                and change.id not in stays
                and change.create_date >= oldest
            )

    @api.model
    def _oldest(self):
        hours = settings.get(self.env, "undo_hours")
        return fields.Datetime.now() - timedelta(hours=hours)

    # ------------------------------------------------------------------ writing

    @api.model
    def _store(self, call: Call, change: ChangeSet) -> models.BaseModel:
        """Keep what ``call`` changed, in its own transaction."""
        if not change.lines:
            return self.browse()
        texts = {
            "summary": summary(self.env, change),
            "tool": call.declaration.name,
            "call_id": call.id,
            "kind": "undo" if call.facts.undoes else "change",
            "size": call.params.size() if call.params else 1,
        }
        return self._keep(change, texts, call.facts.undoes)

    @api.model
    def _summary_of(self, change: ChangeSet) -> str:
        return summary(self.env, change)

    @api.model
    def _keep(self, change: ChangeSet, texts: dict, undoes=()) -> models.BaseModel:
        """Store the change set, and its lines in one statement, however many."""
        texts = {
            "size": 1,
            **texts,
            "irreversible": "\n".join(change.irreversible) or None,
        }
        texts |= {"user_id": self.env.uid, "create_uid": self.env.uid}
        texts |= {"stays": change.stays}
        # what stays keeps no images that anybody could bring back
        lines = [] if change.is_final else change.lines
        rows = [{name: getattr(line, name) for name in LINE} for line in lines]
        self.env.cr.execute(
            SQL(
                INSERT,
                names=SQL(", ").join(map(SQL.identifier, texts)),
                values=SQL(", ").join(SQL("%s", value) for value in texts.values()),
                lines=json.dumps(rows, default=str),
            )
        )
        (change_id,) = self.env.cr.fetchone()
        if undoes:
            # sudo: users do not write their change sets
            self.sudo().browse(undoes).write({"undone_by_id": change_id})
        return self.browse(change_id)

    @api.model
    def _checkpoint(self, name: str) -> models.BaseModel:
        """An empty change set that marks a moment; answers it."""
        # sudo: users do not write their change sets
        return self.sudo().create(
            {
                "kind": "checkpoint",
                "summary": name,
                "user_id": self.env.uid,
                "tool": "create_checkpoint",
            }
        )

    # ------------------------------------------------------------------ reading

    def _lines(self, most: int | None = None) -> list[Line]:
        """All lines, in the order in which they were kept.

        Args:
            most: only so many, of what was asked for first.
        """
        # sudo: images may hold what the caller may not read; ``shown`` leaves it out
        rows = self.env["mcp.change.line"].sudo()
        mine = [("change_id", "=", self._origin.id)]
        lines = rows.search(mine, order="turn, id", limit=most).sorted("id")
        return [
            Line(
                line.model,
                line.res_id,
                line.kind,
                line.su,
                line.before or {},
                line.after or {},
                line.turn,
            )
            for line in lines
        ]

    def _records(self) -> int:
        """How many records these calls named; one that several named counts once."""
        asked = sum(change.size or 1 for change in self)
        if len(self) < 2:
            return max(asked, 1)
        # sudo: lines are closed, and are counted only
        lines = self.sudo().line_ids
        # and not their images with them
        lines.fetch(["model", "res_id"])
        return max(1, min(asked, len({(line.model, line.res_id) for line in lines})))

    def _shown(self, most: int | None = None) -> Shown:
        self.ensure_one()
        notes, limited = (self.irreversible or "").splitlines(), is_limited()
        return shown(
            self.env,
            ChangeSet(self._lines(most), notes),
            self.summary or self.tool or "",
            fence=is_in_call(),
            # what the user could read when he changed it may not be his key's to read
            own=self.user_id == self.env.user and not limited,
            back=self.kind == "undo",
            named=not limited,
        )

    # ------------------------------------------------------------------ undoing

    def _why_stays(self) -> dict[int, str]:
        """By id, why the reader cannot undo a change set, and what to do instead."""
        final = self.filtered(lambda x: x.irreversible and (x.stays or not x.line_ids))
        return {
            **irreversibility.reasons(self),
            **{x.id: x.irreversible for x in final},
        }

    def _refuse_final(self) -> None:
        """Refuse to undo what stays.

        Raises:
            UserError: with the reason.
        """
        for change_id, why in self._why_stays().items():
            text = _("Change set %(id)s (%(tool)s) stays: %(why)s")
            tool = self.browse(change_id).tool
            raise UserError(text % {"id": change_id, "tool": tool, "why": why})

    def _undo(self, *, force: bool = False) -> undoing.Undoing:
        """Undo these change sets, newest first.

        Returns:
            What came of it; with conflicts, the caller must roll back.
        """
        # before any is undone, which writes the records anew
        if not force and (found := reentering.conflicts(self)):
            return undoing.Undoing(conflicts=found)
        done, all_lines = undoing.Undoing(), []
        for change in self.sorted("id", reverse=True):
            lines = renumbered(self.env, change._lines(), done.new_ids)
            lines = counters.rebased(self.env, lines)
            if not force and (found := conflicts(self.env, lines)):
                return undoing.Undoing(conflicts=found)
            undone = undoing.undo(self.env, lines, tracked=change._is_tracked())
            done.add(undone, lines)
            all_lines += lines
        if not force and (found := added.conflicts(self.env, all_lines)):
            return undoing.Undoing(conflicts=found)
        irreversibility.note_left(self.env, done.left)
        return done

    def _is_tracked(self) -> bool:
        """Whether records noted what changed; not in an import, nor in its undo."""
        # sudo: what an undo took back may be another user's
        undid = self.sudo().search([("undone_by_id", "=", self.id)])
        return set((undid or self).mapped("tool")) != {IMPORT}

    @api.autovacuum
    def _gc_old(self) -> None:
        """Delete images a day after they can no longer be undone."""
        limit = self._oldest() - timedelta(days=1)
        purge(self, [("create_date", "<", limit)])


class McpChangeLine(models.Model):
    _name = "mcp.change.line"
    _description = "MCP Changed Record"
    _log_access = False
    _order = "id"

    change_id = fields.Many2one(
        "mcp.change", required=True, index=True, ondelete="cascade"
    )
    model = fields.Char(readonly=True)
    res_id = fields.Integer("Record ID", readonly=True)
    kind = fields.Char(readonly=True)
    # closed to everybody: they hold what a reader may have no right to see
    su = fields.Boolean(groups=fields.NO_ACCESS)
    before = fields.Json(groups=fields.NO_ACCESS)
    after = fields.Json(groups=fields.NO_ACCESS)
    # its place where it is shown
    turn = fields.Integer(readonly=True)

    def init(self) -> None:
        self.env.cr.execute(
            "CREATE INDEX IF NOT EXISTS mcp_change_line_record_idx "
            "ON mcp_change_line (model, res_id)"
        )


def summary(env: api.Environment, change: ChangeSet) -> str:
    """What was done, in a line: what was asked for first, what follows left out."""
    lines = [line for line in in_turn(change.lines) if line.kind != "row"]
    asked = [x for x in lines if not x.model.startswith(diff.FOLLOWING)]
    # a message alone: its followers were not asked for
    asked = asked or [line for line in lines if line.model not in ASIDE] or lines
    counts = Counter((line.kind, line.model) for line in asked)
    words = [
        f"{diff.verb(env, kind)}: {n} × {_description(env, model)}"
        for (kind, model), n in counts.most_common(6)
    ]
    return ", ".join(words) + (", …" if len(counts) > 6 else "")


def _description(env: api.Environment, model: str) -> str:
    # not by ir.model, which would cost every write a query
    return env[model]._description if model in env else model


INSERT = """
WITH made AS (
    INSERT INTO mcp_change (%(names)s, create_date)
    VALUES (%(values)s, now() AT TIME ZONE 'UTC') RETURNING id
), kept AS (
    INSERT INTO mcp_change_line
           (change_id, model, res_id, kind, su, before, after, turn)
    SELECT made.id, model, res_id, line.kind, su, before, after, turn
      FROM made, jsonb_to_recordset(%(lines)s::jsonb) AS line(
           model varchar, res_id int, kind varchar, su bool, before jsonb, after jsonb,
           turn int)
)
SELECT id FROM made
"""
