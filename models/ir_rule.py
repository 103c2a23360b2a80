"""Record rules: remembered for every call, and narrower for a key of some companies."""

from odoo import api, models

from ..services.compat.domains import both
from ..services.running import is_limited, running

# what they hold of other keys of the same user is of any company
OF_ONE_CREDENTIAL = ("mcp.approval", "mcp.audit.log")


class IrRule(models.Model):
    _name = "ir.rule"
    _inherit = ["ir.rule", "mcp.remembered"]

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        if model_name not in OF_ONE_CREDENTIAL or not is_limited():
            return domain
        own = running().principal.credential
        return both(domain, [("credential", "=", own)])
