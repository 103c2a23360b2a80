"""What the tests of SQL share."""

from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.sql_db import db_connect
from odoo.tools import mute_logger

from ..common import McpCase


class SqlCase(McpCase):
    def setUp(self):
        super().setUp()
        for name in ("queries", "sql_writes"):
            self.set(f"rate_{name}", "1000")

    def set(self, name, value):
        self.env["ir.config_parameter"].set_param(f"mcp.{name}", value)

    def query(self, text, **values):
        with mute_logger("odoo.sql_db"):
            return self.call("query_database", query=text, **values)

    def rows(self, text, **values):
        return self.assertAnswers(self.query(text, **values))["rows"]

    def execute(self, text, **values):
        with mute_logger("odoo.sql_db"):
            return self.call("execute_sql", statement=text, **values)

    @contextmanager
    def real_env(self):
        """An environment on a real connection: it sees and leaves what is committed."""
        with mute_logger("odoo.sql_db"), db_connect(self.env.cr.dbname).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def committed(self, text):
        with self.real_env() as env:
            env.cr.execute(text)
            return env.cr.fetchall()


def hidden(statement):
    """A statement that no pattern in a text can see."""
    code = statement.encode().hex()
    return (
        "DO $hidden$ BEGIN EXECUTE "
        f"convert_from(decode('{code}', 'hex'), 'UTF8'); END $hidden$"
    )
