"""What undo must know of tables that came, or got a key, while the process ran."""

from contextlib import closing

from odoo import api
from odoo.sql_db import db_connect
from odoo.tests import tagged

from ...services.journal import dependants
from ..common import McpCase

MODEL, FIELD = "x_mcp_late", "x_mcp_title"


@tagged("post_install", "-at_install")
class TestDependants(McpCase):
    def setUp(self):
        # the last of all: what a test made of the models is rolled back before
        self.addCleanup(self.registry.reset_changes)
        super().setUp()

    def known(self):
        """Tables and columns that point at titles of contacts, and all models."""
        table = self.env["res.partner.industry"]._table
        found = dependants.references(self.env.cr, self.registry, table)
        by_table = dependants.models_by_table(self.registry)
        return {(r.table, r.column) for r in found}, by_table

    def test_a_field_and_a_model_that_came_later_are_known(self):
        references, models = self.known()
        self.assertNotIn((MODEL, FIELD), references)
        self.assertNotIn(MODEL, models)
        link = {"name": FIELD, "field_description": "X", "ttype": "many2one"}
        link |= {"relation": "res.partner.industry", "on_delete": "cascade"}
        values = {"name": "Late", "model": MODEL, "field_id": [(0, 0, link)]}
        self.env["ir.model"].create(values)
        references, models = self.known()
        self.assertIn((MODEL, FIELD), references)
        self.assertEqual(models[MODEL], MODEL)

    def test_what_was_asked_before_the_commit_is_forgotten_with_it(self):
        with closing(db_connect(self.cr.dbname).cursor()) as cr:
            env = api.Environment(cr, self.ref("base.user_root"), {})
            env["mcp.catalog"]._register_hook()
            self.known()
            self.assertTrue(self.registry._mcp_references)
            cr.commit()  # pylint: disable=invalid-commit
            self.assertFalse(self.registry._mcp_references)
