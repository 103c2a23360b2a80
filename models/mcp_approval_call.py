"""The approval of a call: asked for at first, used up when the call comes again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from odoo import _, api, fields, models

from ..services import settings
from ..services.audit.redaction import redacted
from ..services.call import Call
from ..services.compat.user_groups import members
from ..services.confirming.confirmation import digest
from ..services.errors import Refused
from ..services.journal.diff import html
from ..services.orm.moments import show_datetime
from ..services.transactions.own_cursor import own_cursor

MOST_ACTIVITIES = 10
# the same call sent several times at once is one question
TURN = "SELECT pg_advisory_xact_lock(hashtext('odoo_mcp.approval'), hashtext(%s))"
# records that a title names
MOST_NAMED = 3


class McpApproval(models.Model):
    _inherit = "mcp.approval"

    @api.model
    def _ask(self, call: Call) -> dict[str, Any]:
        """Ask the approvers about the preview of ``call``; answer how to go on.

        Committed at once: the call itself ends in an error that is rolled back.

        Returns:
            ``{"id", "state", "approvers": [names], "url", "expires"}``
        """
        with own_cursor(self.env.registry) as cr:
            cr.execute(TURN, [digest(call)])
            # sudo: nobody writes approvals himself
            approvals = self.with_env(self.env(cr=cr, su=True))
            standing = approvals._standing(call)
            approval = standing or approvals._make(call)
            return approval._facts()

    def _make(self, call: Call) -> McpApproval:
        approvers = call.verdict.approvers or self._default_approvers(call)
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
                "credential": call.principal.credential,
                "digest": digest(call),
                "bound": call.preview.state,
            }
        )
        approval._notify_approvers()
        return approval

    def _default_approvers(self, call: Call) -> list[int]:
        """Who approves if no rule names anybody: MCP administrators, or the caller."""
        if not call.verdict.needs_approval:
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
        if call.facts.again:
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
        call.facts.consent = _("approved by %(user)s (approval %(id)s)") % {
            "user": found.decided_by_id.name,
            "id": found.id,
        }
        return True

    def _stands(self, call: Call) -> bool:
        """Whether the user who approved it would still be asked today."""
        asked = call.verdict.approvers or self._default_approvers(call)
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


def _pretty(arguments: dict[str, Any]) -> str:
    return json.dumps(redacted(arguments), indent=2, ensure_ascii=False, default=str)


def _title(call: Call) -> str:
    """The tool's title and names of records, by which approvals can be told apart."""
    if not call.preview.shown:
        return call.declaration.title
    said = call.preview.shown.summary
    names = [_known_as(record) for record in _meant(call)]
    names = [n for n in dict.fromkeys(names) if n and n not in said]
    more = [", …"] if len(names) > MOST_NAMED else []
    known = "".join([", ".join(names[:MOST_NAMED]), *more])
    return ": ".join(filter(None, [known, said]))


def _meant(call: Call) -> list[dict[str, Any]]:
    """The records that the call names; else those that are of the first one's model."""
    there = [r for r in call.preview.shown.records if r["change"] != "create"]
    model = getattr(call.params, "model", None)
    ids = getattr(call.params, "record_ids", None) or ()
    named = [r for r in there if r["model"] == model and r["id"] in ids]
    return named or [r for r in there if r["model"] == there[0]["model"]]


def _known_as(record: dict[str, Any]) -> str:
    """The name of a record before the change, by which people know it."""
    return record["fields"].get("name", [""])[0] or record["name"]


def _preview(call: Call) -> Markup:
    shown = call.preview.shown
    if shown and shown.counts:
        return html(call.env, call.preview.whole or shown)
    said = "\n".join(filter(None, [shown and shown.summary, call.preview.text]))
    return Markup("<pre class='text-wrap'>%s</pre>") % said
