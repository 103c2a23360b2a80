from odoo.tests import tagged

from .common import McpCase


@tagged("post_install", "-at_install")
class TestModules(McpCase):
    def test_modules_are_listed_by_state_with_the_total(self):
        found = self.assertAnswers(
            self.call("list_modules", state="installed", limit=3)
        )
        self.assertEqual(found["returned_count"], 3)
        self.assertGreater(found["total_count"], 3)
        self.assertEqual({m["state"] for m in found["modules"]}, {"installed"})

    def test_a_state_is_named_with_a_space_or_an_underscore(self):
        for state in ("to_upgrade", "to upgrade"):
            found = self.assertAnswers(self.call("list_modules", state=state))
            self.assertEqual(found["total_count"], 0)

    def test_a_module_comes_with_its_dependencies_and_their_states(self):
        found = self.assertAnswers(self.call("get_module_info", module_name="odoo_mcp"))
        self.assertEqual(found["state"], "installed")
        self.assertIn({"name": "mail", "state": "installed"}, found["dependencies"])
        self.assertEqual(found["missing_python"], [])

    def test_an_unknown_module_is_named_with_its_nearest(self):
        for tool in ("get_module_info", "install_module", "upgrade_module"):
            outcome = self.call(tool, module_name="odoo_mpc")
            self.assertRefused(outcome, "odoo_mpc", "odoo_mcp")

    def test_a_module_that_is_not_installed_cannot_be_upgraded(self):
        outcome = self.call("upgrade_module", module_name="mcp_test_needs_python")
        self.assertRefused(outcome, "only installed")

    def test_a_missing_python_package_is_named_before_anything_begins(self):
        outcome = self.call("install_module", module_name="mcp_test_needs_python")
        self.assertRefused(outcome, "mcp-no-such-package")

    def test_installing_what_is_installed_says_so(self):
        found = self.assertAnswers(self.call("install_module", module_name="mail"))
        self.assertEqual(found["state"], "installed")

    def test_the_preview_of_an_installation_names_the_modules(self):
        call = self.make_call(
            "install_module",
            {"module_name": "mcp_test_needs_python"},
            principal=self.principal(trusted=False),
        )
        self.assertIn("mcp_test_needs_python", self.preview(call).preview)
