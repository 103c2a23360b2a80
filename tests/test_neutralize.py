from odoo.modules import neutralize
from odoo.tests import tagged

from .common import McpCase


@tagged("post_install", "-at_install")
class TestNeutralize(McpCase):
    def test_a_neutralised_copy_has_no_key_and_calls_nobody(self):
        keys = self.env["mcp.key"]
        token = keys._mcp_generate(self.mcp_caller, "a key", trusted=True)
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("mcp.phone_home_url", "https://registry.example.com/")
        parameters.set_param("mcp.phone_home_secret", "x")
        self.env.flush_all()
        neutralize.neutralize_database(self.env.cr)
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()
        self.env.cr.execute("SELECT count(*) FROM mcp_key WHERE key_hash IS NOT NULL")
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        self.assertFalse(keys.search([("user_id", "=", self.mcp_caller.id)]))
        self.assertTrue(token)
        for name in ("phone_home_url", "phone_home_secret", "developer_tools"):
            self.assertFalse(parameters.get_param(f"mcp.{name}"), name)

    def test_every_table_that_may_hold_a_secret_is_covered(self):
        self.env.cr.execute(
            "SELECT DISTINCT table_name FROM information_schema.columns "
            "WHERE table_name LIKE 'mcp%' AND table_schema = 'public' "
            "AND column_name ~ '(hash|secret|token|nonce|session_id|key)$' "
            "AND column_name NOT LIKE 'arguments%' AND column_name NOT LIKE 'is_%'"
        )
        tables = {name for (name,) in self.env.cr.fetchall()}
        self.assertIn("mcp_key", tables)
        statements = "".join(source for _module, source in self.statements())
        for table in tables:
            self.assertIn(table, statements)

    def statements(self):
        return [
            (module, statement)
            for module in ["odoo_mcp"]
            for statement in neutralize.get_neutralization_queries([module])
        ]
