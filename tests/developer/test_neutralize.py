from datetime import timedelta

from odoo import fields
from odoo.modules import neutralize
from odoo.tests import tagged
from odoo.tools import SQL

from ...services.callers import api_keys
from ...services.oauth import secrets
from ..common import McpCase

PARAMETERS = (
    "phone_home_url phone_home_secret phone_home_private phone_home_mark "
    "phone_home_beat server_id server_id_of server_key_user_id stage developer_tools"
).split()
# what was under way, asked for or granted in the original
EMPTY = "mcp_job mcp_change mcp_approval mcp_oauth_grant mcp_oauth_token".split()


@tagged("post_install", "-at_install")
class TestNeutralize(McpCase):
    def test_a_neutralised_copy_has_no_key_and_calls_nobody(self):
        keys = self.env["mcp.key"]
        token = keys._mcp_generate(self.mcp_caller, "a key", trusted=True)
        parameters = self.env["ir.config_parameter"]
        for name in PARAMETERS:
            parameters.set_param(f"mcp.{name}", "1")
        self.env.flush_all()
        neutralize.neutralize_database(self.env.cr)
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()
        self.env.cr.execute("SELECT count(*) FROM mcp_key WHERE key_hash IS NOT NULL")
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        self.assertFalse(keys.search([("user_id", "=", self.mcp_caller.id)]))
        self.assertTrue(token)
        for name in PARAMETERS:
            self.assertFalse(parameters.get_param(f"mcp.{name}"), name)

    def test_in_a_neutralised_copy_api_keys_of_the_original_do_not_work(self):
        self.addCleanup(api_keys._verified.clear)
        env = self.env(user=self.mcp_caller.id)
        soon = fields.Datetime.now() + timedelta(days=1)
        old, new = (
            env["res.users.apikeys"].sudo()._generate("mcp", name, soon)
            for name in ("old", "new")
        )
        self.assertEqual(api_keys.verify(env, old), self.mcp_caller.id)
        self.env.cr.execute("UPDATE res_users_apikeys SET create_date = '2020-01-01'")
        neutralize.neutralize_database(self.env.cr)
        later = "now() AT TIME ZONE 'utc' + interval '1 s'"
        self.env.cr.execute(
            f"UPDATE res_users_apikeys SET create_date = {later} WHERE name = 'new'"
        )
        self.assertFalse(api_keys.verify(env, old) or api_keys.remembered(env, old))
        self.assertEqual(api_keys.verify(env, new), self.mcp_caller.id)

    def test_in_a_neutralised_copy_nothing_is_granted_or_under_way(self):
        user = {"user_id": self.mcp_caller.id}
        clients = self.env["mcp.oauth.client"].with_context(active_test=False)
        client = clients.create({"name": "x", "auth_method": "client_secret_post"})
        client._renew_secret()
        grant = {**user, "client_id": client.id, "mode": "observer"}
        grant = self.env["mcp.oauth.grant"].create(grant)
        self.env["mcp.oauth.token"]._issue(grant, secrets.ACCESS, timedelta(hours=1))
        self.env["mcp.job"].create({**user, "name": "x"})
        self.env["mcp.change"].create({**user, "summary": "x"})
        self.env["mcp.approval"].create({**user, "expiry": fields.Datetime.now()})
        self.env.flush_all()
        neutralize.neutralize_database(self.env.cr)
        self.env.invalidate_all()
        for table in EMPTY:
            self.env.cr.execute(SQL("SELECT count(*) FROM %s", SQL.identifier(table)))
            self.assertEqual(self.env.cr.fetchone()[0], 0, table)
        self.assertFalse(client.active or client.sudo().secret_hash)

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
