"""Steps of a decision: ask, approve or refuse, cancel, ask again."""

from __future__ import annotations

from typing import Any

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError

from .mcp_decision import FRESH

ACTIVITY = "odoo_mcp.mail_activity_decision"


class McpDecision(models.Model):
    _inherit = "mcp.decision"

    def action_submit(self) -> None:
        """The button of the requester: ask the approvers."""
        for decision in self:
            decision._step_from("draft")
            decision._check_enough_approvers()
            decision._stepping().state = "pending"
            decision._ask_approvers()

    def action_approve(self) -> None:
        """The button of an approver."""
        for decision in self:
            decision._require_vote()
            decision._stepping()._approve()

    def action_refuse(self) -> dict[str, Any]:
        """The button of an approver: ask for the reason first."""
        self.ensure_one()
        self._require_vote()
        return {
            "type": "ir.actions.act_window",
            "name": _("Refuse"),
            "res_model": "mcp.decision.refusal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_decision_id": self.id},
        }

    def action_cancel(self) -> None:
        """The button of the requester, as long as nothing is decided."""
        for decision in self:
            decision._step_from("draft", "pending")
            decision._stepping()._settle("cancelled")

    def action_draft(self) -> None:
        """The button of the requester: change it and ask again."""
        for decision in self:
            decision._step_from("rejected", "cancelled")
            decision._stepping().write(FRESH)

    def _refuse(self, reason: str) -> None:
        """Refuse it, as the user; one refusal ends the matter.

        Raises:
            UserError: no reason.
        """
        self._require_vote()
        if not (reason or "").strip():
            raise UserError(_("A refusal needs a reason."))
        self._stepping()._settle("rejected", reason.strip())

    def _step_from(self, *states: str) -> None:
        """Refuse a step to others than the requester or an administrator.

        Args:
            states: the states from which it may be taken.
        """
        self.ensure_one()
        self.check_access("write")
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                _("%(name)s is %(state)s; it must be: %(states)s.")
                % {
                    "name": self.name,
                    "state": labels[self.state],
                    "states": ", ".join(labels[state] for state in states),
                }
            )

    def _check_enough_approvers(self) -> None:
        if len(self.approver_ids) < self.approvals_needed:
            raise UserError(
                _("%(needed)s approvals are needed, and there are %(count)s approvers.")
                % {
                    "needed": self.approvals_needed,
                    "count": len(self.approver_ids),
                }
            )
        self._check_approvers()

    def _ask_approvers(self) -> None:
        for approver in self.approver_ids:
            self.activity_schedule(ACTIVITY, summary=self.name, user_id=approver.id)

    def _require_vote(self) -> None:
        self.ensure_one()
        self.check_access("read")
        if why_not := self._why_not():
            decides = self.env.user in self.approver_ids - self.requester_id
            raise (UserError if decides else AccessError)(why_not)

    def _approve(self) -> None:
        # the row itself is written, so that of two votes at once PostgreSQL refuses the
        # second, and Odoo runs it again: neither overlooks the other
        self.write(
            {
                "approved_by_ids": [(4, self.env.uid)],
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        missing = self.approvals_needed - len(self.approved_by_ids)
        if missing <= 0:
            self._settle("approved")
            return
        self.activity_unlink([ACTIVITY], user_id=self.env.uid)
        self.message_post(
            body=_("%(user)s approved; approvals still needed: %(count)s.")
            % {"user": self.env.user.name, "count": missing}
        )

    def _settle(self, state: str, reason: str = "") -> None:
        """Settle the decision: close the approvers' activities, tell the requester."""
        decider = {
            "decided_by_id": self.env.uid,
            "decided_at": fields.Datetime.now(),
        }
        self.write({"state": state, "reason": reason, **decider})
        self.activity_unlink([ACTIVITY])
        if self.requester_id != self.env.user:
            self._tell_requester()

    def _tell_requester(self) -> None:
        labels = dict(self._fields["state"]._description_selection(self.env))
        self.message_post(
            body=_("%(state)s by %(user)s. %(reason)s")
            % {
                "state": labels[self.state],
                "user": self.env.user.name,
                "reason": self.reason or "",
            },
            partner_ids=self.requester_id.partner_id.ids,
        )


class McpDecisionRefusal(models.TransientModel):
    _name = "mcp.decision.refusal"
    _description = "Refusal of a decision"
    _inherit = "mcp.seen.links"
    _seen_links = ("decision_id",)

    decision_id = fields.Many2one("mcp.decision", required=True, readonly=True)
    reason = fields.Text(required=True, help="The requester reads this.")

    @api.constrains("decision_id")
    def _check_decision_id(self) -> None:
        """Whoever may not see it does not learn its name here."""
        # 19.0 checks as superuser
        self.decision_id.with_env(self.env(su=False)).check_access("read")

    def action_refuse(self) -> None:
        """Refuse the decision for this reason."""
        self.ensure_one()
        self.decision_id._refuse(self.reason)
