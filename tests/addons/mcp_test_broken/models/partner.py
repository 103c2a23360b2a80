from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    mcp_test_broken = fields.Char("Never there")
