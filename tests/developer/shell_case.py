"""Calls of ``odoo_shell``, each in a real child process on the real database."""

from ...services.python import shell
from ..common import McpCase


class ShellCase(McpCase):
    """The child sees what is committed."""

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("mcp.rate_shell", "1000")

    @classmethod
    def tearDownClass(cls):
        shell.end(cls.env.cr.dbname)
        super().tearDownClass()

    def outcome(self, code, **values):
        # the caller of a test exists in this transaction alone, the child sees admin
        admin = self.env.ref("base.user_admin")
        call = self.make_call(
            "odoo_shell",
            {"code": code, **values},
            user=admin,
            principal=self.principal(admin),
        )
        outcome = self.answer(call)
        self.assertAnswers(outcome)
        return outcome

    def shell(self, code, **values):
        return self.outcome(code, **values).structured
