"""Approvals: what a person decides in Odoo before a call may run.

``mcp_approval_call.py`` asks for one, and uses it up when the call comes again.
"""

from __future__ import annotations

from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..services.purging import purge
from ..services.running import is_in_call

KEPT = timedelta(days=90)


class McpApproval(models.Model):
    _name = "mcp.approval"
    _description = "MCP Approval"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "summary"

    summary = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users", "Asked by", readonly=True, required=True, ondelete="cascade"
    )
    approver_ids = fields.Many2many("res.users", string="Approvers", readonly=True)
    client = fields.Char("Assistant", readonly=True)
    tool = fields.Char(readonly=True)
    arguments = fields.Text(readonly=True)
    preview = fields.Html(readonly=True, sanitize=False)
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("used", "Done"),
            ("expired", "Expired"),
        ],
        default="pending",
        required=True,
        readonly=True,
    )
    expiry = fields.Datetime("Valid until", readonly=True, required=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_at = fields.Datetime("Decided", readonly=True)
    reason = fields.Char(readonly=True)
    # closed to everybody: what the decision binds
    credential = fields.Char(groups=fields.NO_ACCESS)
    digest = fields.Char(groups=fields.NO_ACCESS, index=True)
    bound = fields.Char(groups=fields.NO_ACCESS)
    can_decide = fields.Boolean(compute="_compute_can_decide")

    @api.depends("state", "expiry", "approver_ids")
    @api.depends_context("uid")
    def _compute_can_decide(self) -> None:
        for approval in self:
            approval.can_decide = (
                approval.state == "pending"
                and approval.expiry > fields.Datetime.now()
                and self.env.user in approval.approver_ids
            )

    def action_approve(self):
        """The button: let exactly this call run, once."""
        self._refuse_others()
        self._decide("approved")

    def action_refuse(self):
        """The button: ask for the reason first."""
        self._refuse_others()
        return {
            "type": "ir.actions.act_window",
            "name": _("Refuse"),
            "res_model": "mcp.approval.refusal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_approval_id": self.id},
        }

    def _refuse_others(self) -> None:
        """Refuse all but an approver in person: assistants, keys, remote calls."""
        self.ensure_one()
        self.check_access("read")
        if is_in_call() or not _in_person(self.env):
            raise AccessError(_("Approvals are given by a person in Odoo itself."))
        if self.env.user not in self.approver_ids:
            raise AccessError(_("Somebody else was asked to decide this."))
        if not self.can_decide:
            raise UserError(_("This is decided already, or too old."))

    def _decide(self, state: str, reason: str = "") -> None:
        # sudo: nobody writes approvals himself; who may was checked
        approval = self.sudo()
        approval.write(
            {
                "state": state,
                "reason": reason,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        approval.activity_ids.unlink()
        facts = {"approval": self.id, "tool": self.tool}
        self.env["mcp.audit.log"]._note(f"approval_{state}", facts)
        if self.user_id != self.env.user:
            approval._tell_asker()

    def _tell_asker(self) -> None:
        decision = dict(self._fields["state"]._description_selection(self.env))
        self.message_post(
            body=_("%(decision)s: %(summary)s %(reason)s")
            % {
                "decision": decision[self.state],
                "summary": self.summary,
                "reason": self.reason or "",
            },
            partner_ids=self.user_id.partner_id.ids,
        )

    @api.autovacuum
    def _gc_old(self) -> None:
        """Expire what nobody decided in time; delete decided ones after 90 days."""
        now = fields.Datetime.now()
        open_states = ("state", "in", ("pending", "approved"))
        late = self.search([open_states, ("expiry", "<", now)])
        late.activity_ids.unlink()
        late.write({"state": "expired"})
        purge(self, [("expiry", "<", now - KEPT)])


class McpApprovalRefusal(models.TransientModel):
    _name = "mcp.approval.refusal"
    _description = "MCP Refusal"
    _inherit = "mcp.seen.links"
    _seen_links = ("approval_id",)

    approval_id = fields.Many2one("mcp.approval", required=True, readonly=True)
    reason = fields.Char(required=True, help="The assistant reads this.")

    @api.constrains("approval_id")
    def _check_approval_id(self) -> None:
        """Whoever may not see it does not learn its name here."""
        # 19.0 checks as superuser
        self.approval_id.with_env(self.env(su=False)).check_access("read")

    def action_refuse(self):
        self.ensure_one()
        self.approval_id._refuse_others()
        self.approval_id._decide("refused", self.reason)


def _in_person(env: api.Environment) -> bool:
    """Whether the request comes from a browser in which ``env.user`` logged in."""
    return bool(request) and request.session.uid == env.uid
