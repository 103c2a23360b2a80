"""A business process: buttons, a wizard, and methods that nobody may run from afar."""

from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError


class Order(models.Model):
    _name = "test.mcp.order"
    _description = "MCP test: order"

    name = fields.Char(required=True)
    number = fields.Integer(required=True, default=0)
    trace_ids = fields.One2many("test.mcp.trace", "order_id", required=True)
    state = fields.Selection(
        [("draft", "Draft"), ("partial", "Partial"), ("done", "Done")], default="draft"
    )
    note = fields.Char()
    code = fields.Char(inverse="_inverse_code")
    label = fields.Char(compute="_compute_label", store=True)
    file = fields.Binary()
    raw = fields.Binary(attachment=False)

    @api.depends("name")
    def _compute_label(self):
        for order in self:
            order.label = f"Order {order.name}"

    def unlink(self):
        """Refuse by itself, as addons do that know no ``api.ondelete``."""
        if "kept" in self.mapped("note"):
            raise UserError("It is kept for good.")
        return super().unlink()

    def _inverse_code(self):
        """In the middle of a create, columns are written."""
        self.env.flush_all()

    def action_confirm(self):
        """Confirm the orders."""
        if any(order.state == "done" for order in self):
            raise UserError("It is done already.")
        if any(order.number > 10 for order in self):
            return {
                "type": "ir.actions.act_window",
                "name": "All or a part?",
                "res_model": "test.mcp.order.choice",
                "view_mode": "form",
                "target": "new",
                "context": {"default_order_ids": self.ids},
            }
        self.state = "done"
        return True

    def action_look(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "context": {"secret_of_the_client": 1},
        }

    def tell(self, text, times=1):
        """Give back what a caller of any kind could get."""
        return {
            "text": text * times,
            "orders": self,
            "when": datetime(2026, 2, 16, 12),
            "access_token": "do not show",
            "file": b"12345",
        }

    def give_up(self):
        self.unlink()

    def make_group(self):
        return self.env["res.groups"].create({"name": "Mine"})

    def commit_halfway(self, careless=False):
        """Commit, as the installation of a module does."""
        self.number += 1
        self.env.flush_all()
        try:
            self.env.cr.commit()
        except RuntimeError:
            if not careless:
                raise
        return True

    def label_by(self, options):
        """Read what it was given and change it on the way, as Odoo's import does."""
        self.note = options.pop("text")
        options["seen"] = True

    def note_elsewhere(self):
        """Write what the caller could not, as business methods do."""
        self.env.ref("base.be").sudo().phone_code += 1
        self.number += 1

    def leave_trace(self):
        """Create what nobody may delete."""
        trace = self.env["test.mcp.trace"].create({"order_id": self.id})
        # made first, and in need of what is made after it
        trace.needed_id = self.copy({"name": "Made after it"})
        return trace

    def absorb(self, partner_ids):
        """Delete contacts with rights that the caller need not have, as merges do.

        What is more is for programmers.
        """
        self.env["res.partner"].sudo().browse(partner_ids).unlink()
        self.number += 1

    def count_up(self):
        for order in self:
            order.number += 1
        return self.number

    @api.model
    def seen_context(self):
        return {
            "lang": self.env.lang,
            "tz": self.env.context.get("tz"),
            "companies": self.env.companies.ids,
            "active_test": self.env.context.get("active_test"),
        }

    def _private(self):
        raise AssertionError("nobody may run it")

    @api.private
    def kept_private(self):
        raise AssertionError("nobody may run it")


class Trace(models.Model):
    _name = "test.mcp.trace"
    _description = "MCP test: Odoo alone deletes it"

    order_id = fields.Many2one("test.mcp.order")
    needed_id = fields.Many2one("test.mcp.order", ondelete="restrict")


class OrderChoice(models.TransientModel):
    _name = "test.mcp.order.choice"
    _description = "MCP test: all or a part"

    order_ids = fields.Many2many("test.mcp.order")
    how = fields.Selection(
        [("all", "Everything"), ("part", "A part")], required=True, default="all"
    )
    note = fields.Char()
    hidden = fields.Char()
    count = fields.Integer(compute="_compute_count", store=True, readonly=False)
    # as a journal in Odoo's own wizards: the form has it before ``create`` would
    chief_id = fields.Many2one(
        "test.mcp.order",
        compute="_compute_chief_id",
        store=True,
        readonly=False,
        required=True,
    )
    remark = fields.Char()

    @api.depends("order_ids")
    def _compute_count(self):
        for choice in self:
            choice.count = len(choice.order_ids)

    @api.depends("order_ids")
    def _compute_chief_id(self):
        for choice in self:
            choice.chief_id = choice.order_ids[:1]._origin

    @api.onchange("how")
    def _onchange_how(self):
        self.remark = {"all": "every one", "part": "some"}[self.how]

    def apply(self):
        if not self.env.context.get("pressed"):
            raise AssertionError("the button has a context")
        for choice in self:
            state = {"all": "done", "part": "partial"}[choice.how]
            note = choice.note or choice.remark
            choice.order_ids.write({"state": state, "note": note})
        return {"type": "ir.actions.act_window_close"}

    def apply_later(self):
        return self.order_ids.action_confirm()

    def apply_and_stay(self):
        """Do it, and show the form again, as the wizard of portal access."""
        self.order_ids.write({"state": "done"})
        return {
            "type": "ir.actions.act_window",
            "name": "All or a part?",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


class OrderChoiceLine(models.TransientModel):
    _name = "test.mcp.order.choice.line"
    _description = "MCP test: a line of a wizard, with a button"

    choice_id = fields.Many2one("test.mcp.order.choice", required=True)

    def apply(self):
        return self.choice_id.apply_and_stay()
