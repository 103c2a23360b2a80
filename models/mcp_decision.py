"""Decisions: what is asked for, of whom, and what became of it."""

from __future__ import annotations

from typing import Any

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..services.running import is_in_call

TYPES = [
    ("general", "General"),
    ("financial", "Financial"),
    ("purchase", "Purchase"),
    ("sales", "Sales"),
    ("contract", "Contract"),
    ("personnel", "Personnel"),
    ("project", "Project"),
    ("technical", "Technical"),
    ("policy", "Policy"),
]
STATES = [
    ("draft", "Draft"),
    ("pending", "Waiting"),
    ("approved", "Approved"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]
# a new decision, and one that is asked for again
FRESH: dict[str, Any] = {
    "state": "draft",
    "approved_by_ids": [(5, 0, 0)],
    "decided_by_id": False,
    "decided_at": False,
    "reason": False,
}
STEP = "mcp_decision_step"
# of the chatter: open to who may read
TALK = ("message_", "activity_", "website_message_", "rating_")


class McpDecision(models.Model):
    _name = "mcp.decision"
    _description = "Decision"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _mail_post_access = "read"

    name = fields.Char("Title", required=True, tracking=True)
    body = fields.Html("Description")
    decision_type = fields.Selection(
        TYPES, "Type", default="general", required=True, tracking=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    amount = fields.Monetary(tracking=True)
    subject = fields.Reference(
        selection="_subject_models", help="The record that it is about."
    )
    requester_id = fields.Many2one(
        "res.users",
        "Requested by",
        default=lambda self: self.env.user,
        required=True,
        readonly=True,
    )
    approver_ids = fields.Many2many(
        "res.users",
        "mcp_decision_approver_rel",
        string="Approvers",
        domain=[("share", "=", False)],
    )
    approvals_needed = fields.Integer("Approvals needed", default=1, required=True)
    approved_by_ids = fields.Many2many(
        "res.users",
        "mcp_decision_approved_rel",
        string="Approved by",
        readonly=True,
        copy=False,
    )
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    decided_by_id = fields.Many2one(
        "res.users", "Decided by", readonly=True, copy=False
    )
    decided_at = fields.Datetime("Last decision", readonly=True, copy=False)
    reason = fields.Text("Reason of refusal", readonly=True, copy=False)
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_change = fields.Boolean(compute="_compute_can_change")

    @api.model
    def _subject_models(self) -> list[tuple[str, str]]:
        """Models with a chatter, whose records a decision may be about."""
        # sudo: the names of models are no secret
        found = self.env["ir.model"].sudo()
        domain = [("is_mail_thread", "=", True), ("transient", "=", False)]
        return [
            (model.model, model.name)
            for model in found.search(domain, order="name")
            if model.model in self.env and not self.env[model.model]._abstract
        ]

    @api.constrains("subject")
    def _check_subject(self) -> None:
        """Nobody asks about what he may not see, and so learns its name."""
        for decision in self.filtered("subject"):
            # 19.0 checks as superuser
            mine = decision.subject.with_env(self.env(su=False))
            mine.check_access("read")

    @api.depends("state", "approver_ids", "approved_by_ids", "requester_id")
    @api.depends_context("uid")
    def _compute_can_decide(self) -> None:
        for decision in self:
            decision.can_decide = not decision._why_not()

    @api.depends("requester_id")
    @api.depends_context("uid")
    def _compute_can_change(self) -> None:
        for decision in self:
            decision.can_change = decision.has_access("write")

    def _why_not(self) -> str:
        """Why the user cannot decide this now; nothing where he can."""
        user = self.env.user
        if user == self.requester_id:
            return _("Nobody decides what he requested himself.")
        if user not in self.approver_ids:
            return _("Somebody else was asked to decide this.")
        if self.state != "pending":
            states = dict(self._fields["state"]._description_selection(self.env))
            return (
                _("Only what is waiting can be decided; this is: %s.")
                % (states[self.state])
            )
        if user in self.approved_by_ids:
            return _("You approved this already.")
        return ""

    @api.constrains("approver_ids", "requester_id", "company_id")
    def _check_approvers(self) -> None:
        for decision in self:
            for user in decision.approver_ids:
                if problem := decision._unfit(user):
                    raise ValidationError(problem)

    def _unfit(self, user: models.BaseModel) -> str:
        """Why ``user`` cannot be an approver; nothing where he can."""
        if user == self.requester_id:
            return _("Nobody decides what he requested himself: leave out %s.") % (
                user.name
            )
        # sudo: whether somebody can see it is not for everybody to read
        facts = user.sudo()
        if not facts.active or facts.share or self.company_id not in facts.company_ids:
            return _("%(user)s has no access to decisions of %(company)s.") % {
                "user": user.name,
                "company": self.company_id.name,
            }
        return ""

    @api.constrains("approvals_needed")
    def _check_approvals_needed(self) -> None:
        if any(decision.approvals_needed < 1 for decision in self):
            raise ValidationError(_("At least one approval is needed."))

    @api.model_create_multi
    def create(self, vals_list: list[dict[str, Any]]) -> McpDecision:
        """Whoever creates a decision requests it, and it begins as a draft."""
        if not self.env.su:
            own = {**FRESH, "requester_id": self.env.uid}
            vals_list = [{**values, **own} for values in vals_list]
        return super().create(vals_list)

    def write(self, values: dict[str, Any]) -> bool:
        """A decision that was asked for stays what the approvers saw."""
        if not self._is_step():
            self._refuse_changes(values)
        return super().write(values)

    def _stepping(self) -> McpDecision:
        """These decisions as superuser, for a step that has been checked."""
        # sudo: nobody writes states and votes himself
        return self.sudo().with_context(**{STEP: True})

    def _is_step(self) -> bool:
        # an undo writes as superuser, too: a vote is not taken back by it
        return self.env.su and (bool(self.env.context.get(STEP)) or not is_in_call())

    def _refuse_changes(self, values: dict[str, Any]) -> None:
        names = [name for name in values if not name.startswith(TALK)]
        if set(names) & {*FRESH, "requester_id"}:
            raise AccessError(_("The state of a decision changes by its buttons only."))
        if names and any(decision.state != "draft" for decision in self):
            raise UserError(_("Only a draft can be changed. Set it back to draft."))

    @api.ondelete(at_uninstall=False)
    def _refuse_deletion(self) -> None:
        if any(decision.state not in ("draft", "cancelled") for decision in self):
            raise UserError(_("Only a draft, or what was cancelled, can be deleted."))
