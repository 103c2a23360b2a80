"""Properties that tools may write: things are closed to them."""

from odoo import fields, models


class Featured(models.Model):
    _name = "test.mcp.featured"
    _description = "MCP test: with properties"

    parent_id = fields.Many2one("test.mcp.featured")
    features_definition = fields.PropertiesDefinition()
    features = fields.Properties(definition="parent_id.features_definition")
