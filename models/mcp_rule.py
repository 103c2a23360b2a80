from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..services.caches.cache_invalidation import clear_caches


class McpRule(models.Model):
    """What an administrator decided for one tool; without a row the default holds."""

    _name = "mcp.rule"
    _description = "MCP Rule"
    _order = "kind, name"

    kind = fields.Selection(
        [("tool", "Tool"), ("resource", "Resource"), ("prompt", "Prompt")],
        default="tool",
        required=True,
    )
    name = fields.Char(
        required=True, index=True, help="Name of the tool, resource or prompt."
    )
    active = fields.Boolean(default=True)
    hidden = fields.Boolean(help="Nobody sees or calls it.")
    confirm = fields.Boolean(
        "Always confirm", help="Asks for a confirmation even where none is needed."
    )
    approval = fields.Boolean(
        "Needs an approval",
        help="A person approves each call of this tool in Odoo, having seen its exact "
        "effect. It holds for execute_method of the buttons that this tool presses, "
        "too.",
    )
    approver_ids = fields.Many2many(
        "res.users",
        string="Approvers",
        help="Who may approve; empty: the administrators of the MCP server.",
    )
    group_ids = fields.Many2many(
        "res.groups", string="Only for", help="Empty: whoever the default allows."
    )
    rate = fields.Integer(
        "Calls a minute", help="A limit of its own for this tool; 0: the default."
    )
    note = fields.Char(help="Why this differs from the default.")

    @api.constrains("kind", "name")
    def _check_name(self) -> None:
        for rule in self:
            if not self.env["mcp.catalog"]._find(rule.kind, rule.name):
                raise ValidationError(
                    _("There is no %(kind)s called %(name)s here.")
                    % {"kind": rule.kind, "name": rule.name}
                )
            domain = [("kind", "=", rule.kind), ("name", "=", rule.name)]
            if self.search_count([*domain, ("id", "!=", rule.id)]):
                raise ValidationError(_("%s has a rule already.") % rule.name)

    @api.constrains("rate")
    def _check_rate(self) -> None:
        if any(rule.rate < 0 for rule in self):
            raise ValidationError(_("A rate is at least 0."))

    @api.model_create_multi
    def create(self, vals_list):
        clear_caches(self.env)
        return super().create(vals_list)

    def write(self, vals):
        clear_caches(self.env)
        return super().write(vals)

    def unlink(self):
        clear_caches(self.env)
        return super().unlink()
