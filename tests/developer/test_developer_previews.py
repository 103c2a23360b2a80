from odoo.tests import tagged

from ...services import files
from .shell_case import ShellCase


@tagged("post_install", "-at_install")
class TestDeveloperPreviews(ShellCase):
    def test_a_preview_names_the_database_and_its_stage(self):
        self.env["ir.config_parameter"].set_param("mcp.stage", "staging")
        for tool, arguments in (
            ("odoo_shell", {"code": "1", "commit": True}),
            ("execute_command", {"command": "ls"}),
            ("write_file", {"path": f"{files.scratch()}/x.txt", "content": "x"}),
            ("service_status", {"service": "odoo", "action": "restart"}),
            ("register_receiver", {"receiver_url": "https://example.com/x"}),
            ("upgrade_module", {"module_name": "mail"}),
        ):
            with self.subTest(tool=tool):
                who = {"principal": self.principal(trusted=False)}
                asked = self.preview(self.make_call(tool, arguments, **who))
                where = f"{self.env.cr.dbname} (staging)."
                self.assertIn(where, asked.preview.splitlines()[0])
