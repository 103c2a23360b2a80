"""The button *Undo* in Odoo: it works with the person's rights, and answers in words."""

from __future__ import annotations

import logging
from typing import Any

from odoo import _, models
from odoo.exceptions import AccessError, RedirectWarning, UserError

from ..services import settings
from ..services.errors import ToolError
from ..services.journal.recording import recording
from ..services.journal.undo import for_people
from ..services.journal.undo.advising import in_the_way
from ..services.journal.undo.leftovers import Conflict
from ..services.journal.undo.refusing import worded
from ..services.journal.undo.undoing import Undoing
from .mcp_change import summary


class McpChange(models.Model):
    _inherit = "mcp.change"

    def action_undo(self):
        """The button: undo as the person in Odoo, with his own rights.

        Raises:
            RedirectWarning: values changed since, and he may overwrite them.
            UserError: why nothing was undone, and what helps.
        """
        return self._undo_in_odoo(force=False)

    def action_undo_anyway(self):
        """The button of that warning: overwrite what changed since."""
        if not self._may_overwrite():
            raise AccessError(_("force needs the access mode Administrator."))
        return self._undo_in_odoo(force=True)

    def _undo_in_odoo(self, *, force: bool) -> dict[str, Any]:
        self._refuse_others()
        self._refuse_final()
        for change in self:
            change._refuse_closed()
        with recording(self.env) as journal:
            done = self._undo_in_words(force)
            self.env.flush_all()
            made = journal.finished(self.env)
        text = summary(self.env, made)
        texts = {"kind": "undo", "summary": text, "tool": "undo"}
        self._keep(made, {**texts, "size": self._records()}, self.ids)
        facts = {"changes": self.ids, **({"force": True} if force else {})}
        self.env["mcp.audit.log"]._note("undone", facts)
        self.invalidate_recordset()
        return self._told(done, text)

    def _undo_in_words(self, force: bool) -> Undoing:
        """Undo, with errors worded for a person at a form instead of for a tool."""
        try:
            with worded(self):
                done = self._undo(force=force)
        except ToolError as error:
            raise UserError(error.message) from error
        if done.conflicts:
            self._refuse_changed(done.conflicts)
        return done

    # ------------------------------------------------------------------ refusing

    def _may_overwrite(self) -> bool:
        return self.env.user.has_group("odoo_mcp.group_administrator")

    def _refuse_others(self) -> None:
        self.check_access("read")
        if self.user_id != self.env.user and not self._may_overwrite():
            raise AccessError(_("Only your own changes can be undone."))

    def _refuse_closed(self) -> None:
        """Raises UserError: undone already, or too old; the page may be older."""
        if self.can_undo:
            return
        if self.undone_by_id:
            text = _("Nothing was undone: %s has undone this change already.")
            raise UserError(text % self.undone_by_user_id.name)
        text = _(
            "Nothing was undone: a change can be undone for %s hours. Correct the "
            "records themselves instead."
        )
        raise UserError(text % settings.get(self.env, "undo_hours"))

    def _refuse_changed(self, found: list[Conflict]) -> None:
        """Raises what says which values changed since, and what helps."""
        text = _("Nothing was undone. Values that changed since: %s.") % len(found)
        parts = ["\n".join([text, *for_people.obstacles(self.env, found)])]
        if later := in_the_way(self, found):
            text = _("Undo first, in this order: %s.")
            parts.append(text % for_people.changes(later))
        if self._may_overwrite():
            raise self._offer(parts)
        parts.append(
            _("Correct the records themselves, or ask an administrator of MCP Server.")
        )
        raise UserError("\n\n".join(parts))

    def _offer(self, parts: list[str]) -> RedirectWarning:
        text = _("“Undo anyway” overwrites what changed since.")
        action = {
            "type": "ir.actions.client",
            "tag": "odoo_mcp.undo_anyway",
            "params": {"ids": self.ids},
        }
        warning = RedirectWarning("\n\n".join([*parts, text]), action, _("Undo anyway"))
        # otherwise Odoo would log it as a failure of the server
        warning.loglevel = logging.INFO
        return warning

    # ------------------------------------------------------------------- telling

    def _told(self, done: Undoing, text: str) -> dict[str, Any]:
        """A notification of what came of it, which stays if not all is as before."""
        archived, left = for_people.names(done.archived), done.left
        texts = [f"{text}."]
        if archived:
            texts.append(_("Archived, as you may not delete: %s.") % archived)
        if left:
            texts.append(_("Not as before: %s.") % for_people.spots(self.env, left))
        if done.new_ids:
            renamed = for_people.renamed(self.env, done.new_ids)
            texts.append(_("Back under another id: %s.") % renamed)
        return _notification(texts, is_whole=not (archived or left))


def _notification(texts: list[str], *, is_whole: bool) -> dict[str, Any]:
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {
            "title": _("Undone") if is_whole else _("Undone in part"),
            "message": " ".join(texts),
            "type": "success" if is_whole else "warning",
            "sticky": len(texts) > 1,
            "next": {"type": "ir.actions.client", "tag": "soft_reload"},
        },
    }
