"""Approvals: what a person decides in Odoo before a call may run."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..services import settings
from ..services.call import Call
from ..services.compat.user_groups import members
from ..services.confirmation import digest
from ..services.current_call import is_in_call
from ..services.errors import Refused
from ..services.journal.diff import html
from ..services.orm.moments import show_datetime
from ..services.own_cursor import own_cursor
from ..services.purging import purge
from ..services.redaction import redacted

KEPT = timedelta(days=90)
MOST_ACTIVITIES = 10
# records that a title names
MOST_NAMED = 3


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

    # ------------------------------------------------------------------ calls

    @api.model
    def _ask(self, call: Call) -> dict[str, Any]:
        """Ask the approvers about the preview of ``call``; answer how to go on.

        Committed at once: the call itself ends in an error that is rolled back.

        Returns:
            ``{"id", "state", "approvers": [names], "url", "expires"}``
        """
        with own_cursor(self.env.registry) as cr:
            # sudo: nobody writes approvals himself
            approvals = self.with_env(self.env(cr=cr, su=True))
            standing = approvals._standing(call)
            approval = standing or approvals._make(call)
            return approval._facts()

    def _make(self, call: Call) -> McpApproval:
        approvers = call.approvers or self._default_approvers(call)
        hours = settings.get(self.env, "approval_hours")
        approval = self.create(
            {
                "summary": _title(call),
                "user_id": call.principal.uid,
                "approver_ids": [(6, 0, approvers)],
                "client": f"{call.client.name} {call.client.version}".strip(),
                "tool": call.declaration.name,
                "arguments": _pretty(call.arguments),
                "preview": _preview(call),
                "expiry": fields.Datetime.now() + timedelta(hours=hours),
                "digest": digest(call),
                "bound": call.state,
            }
        )
        approval._notify_approvers()
        return approval

    def _default_approvers(self, call: Call) -> list[int]:
        """Who approves if no rule names anybody: MCP administrators, or the caller."""
        if not call.needs_approval:
            return [call.principal.uid]
        administrators = self.env.ref("odoo_mcp.group_administrator")
        return members(administrators).filtered("active").ids

    def _notify_approvers(self) -> None:
        for approver in self.approver_ids[:MOST_ACTIVITIES]:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.summary,
                user_id=approver.id,
            )

    @api.model
    def _standing(self, call: Call) -> McpApproval:
        """The newest approval of exactly this call that is not used or too old."""
        domain = [
            ("digest", "=", digest(call)),
            ("state", "in", ("pending", "approved", "refused")),
            ("expiry", ">", fields.Datetime.now()),
        ]
        # sudo: the row binds a caller who may not read all of it
        return self.sudo().search(domain, limit=1)

    @api.model
    def _redeem(self, call: Call) -> bool:
        """Use up the approval of ``call``; False where nobody was asked yet.

        Raises:
            Refused: it waits still, or was refused.
        """
        if call.facts.get("again"):
            self._outdate(call, _("The records changed after the approval."))
            return False
        found = self._standing(call)
        if not found:
            return False
        if found.state == "approved" and not found._stands(call):
            self._outdate(call, _("Who approved it may not decide it any more."))
            return False
        if found.state != "approved":
            raise Refused(found._why_not(), approval=found._facts())
        if not self._use_up(call, found.id):
            return False
        call.bound = found.bound
        call.facts["consent"] = _("approved by %(user)s (approval %(id)s)") % {
            "user": found.decided_by_id.name,
            "id": found.id,
        }
        return True

    def _stands(self, call: Call) -> bool:
        """Whether the user who approved it would still be asked today."""
        asked = call.approvers or self._default_approvers(call)
        return self.decided_by_id.active and self.decided_by_id.id in asked

    @api.model
    def _outdate(self, call: Call, reason: str) -> None:
        """Invalidate an approval because the effect would now be another one.

        Committed at once, because ``_ask`` reads on a cursor of its own. The claim was
        rolled back with the body, so the row is not locked.
        """
        with own_cursor(self.env.registry) as cr:
            # sudo: nobody writes approvals himself
            standing = self.with_env(self.env(cr=cr, su=True))._standing(call)
            stale = standing.filtered(lambda approval: approval.state == "approved")
            stale.write({"state": "expired", "reason": reason})

    def _use_up(self, call: Call, approval_id: int) -> bool:
        """Use the approval up: with the effect, or at once before an external one."""
        if call.external:
            return self._claim(call, approval_id)
        call.before_body.append(lambda: self._claim_or_refuse(call, approval_id))
        return True

    def _claim_or_refuse(self, call: Call, approval_id: int) -> None:
        if not self._claim(call, approval_id):
            raise Refused(_("This confirmation was used already."))

    def _claim(self, call: Call, approval_id: int) -> bool:
        """Claim the approval for one call; False if another one has it."""
        query = (
            "UPDATE mcp_approval SET state = 'used' "
            "WHERE id = %s AND state = 'approved' RETURNING id"
        )
        if not call.external:
            self.env.cr.execute(query, [approval_id])
            return bool(self.env.cr.fetchone())
        with own_cursor(self.env.registry) as cr:
            cr.execute(query, [approval_id])
            return bool(cr.fetchone())

    def _why_not(self) -> str:
        if self.state == "refused":
            return _("Not done: %(user)s refused it. %(reason)s") % {
                "user": self.decided_by_id.name,
                "reason": self.reason or "",
            }
        return _(
            "Not done yet: it waits for the approval of %s in Odoo. "
            "Repeat the same call once it is given."
        ) % ", ".join(self.approver_ids.mapped("name"))

    def _facts(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "state": self.state,
            "approvers": self.approver_ids.mapped("name"),
            "url": f"{self.get_base_url()}/odoo/mcp.approval/{self.id}",
            "expires": show_datetime(self.env, self.expiry),
        }

    # ------------------------------------------------------------------ people

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

    approval_id = fields.Many2one("mcp.approval", required=True, readonly=True)
    reason = fields.Char(required=True, help="The assistant reads this.")

    def action_refuse(self):
        self.ensure_one()
        self.approval_id._refuse_others()
        self.approval_id._decide("refused", self.reason)


def _in_person(env: api.Environment) -> bool:
    """Whether the request comes from a browser in which ``env.user`` logged in."""
    return bool(request) and request.session.uid == env.uid


def _pretty(arguments: dict[str, Any]) -> str:
    return json.dumps(redacted(arguments), indent=2, ensure_ascii=False, default=str)


def _title(call: Call) -> str:
    """The tool's title and names of records, by which approvals can be told apart."""
    if not call.shown:
        return call.declaration.title
    said = call.shown.summary
    there = [r for r in call.shown.records if r["change"] != "create"]
    names = [_known_as(r) for r in there if r["model"] == there[0]["model"]]
    names = [n for n in dict.fromkeys(names) if n and n not in said]
    more = [", …"] if len(names) > MOST_NAMED else []
    known = "".join([", ".join(names[:MOST_NAMED]), *more])
    return ": ".join(filter(None, [known, said]))


def _known_as(record: dict[str, Any]) -> str:
    """The name of a record before the change, by which people know it."""
    return record["fields"].get("name", [""])[0] or record["name"]


def _preview(call: Call) -> Markup:
    if call.shown and call.shown.counts:
        return html(call.env, call.shown)
    said = "\n".join(
        filter(None, [call.shown and call.shown.summary, call.facts.get("preview")])
    )
    return Markup("<pre class='text-wrap'>%s</pre>") % said
