from unittest.mock import patch

from odoo.tests import tagged

from ...services.server import modules
from ..common import McpCase
from ..things import size


@tagged("post_install", "-at_install")
class TestModules(McpCase):
    def test_modules_are_listed_by_state_with_the_total(self):
        found = self.assertAnswers(
            self.call("list_modules", state="installed", limit=3)
        )
        self.assertEqual(found["returned_count"], 3)
        self.assertGreater(found["total_count"], 3)
        self.assertEqual({m["state"] for m in found["modules"]}, {"installed"})

    def test_what_was_cut_says_how_to_go_on(self):
        first = self.assertAnswers(self.call("list_modules", limit=2))
        self.assertEqual(first["next_offset"], 2)
        total, listed, offset = first["total_count"], [], 0
        while offset is not None:
            page = {"limit": 1000, "offset": offset}
            found = self.assertAnswers(self.call("list_modules", **page))
            listed += [module["name"] for module in found["modules"]]
            self.assertEqual(found["returned_count"], len(found["modules"]))
            self.assertNotIn("truncated", found)
            offset = found.get("next_offset")
        self.assertEqual((len(listed), listed), (total, sorted(set(listed))))
        beyond = self.assertAnswers(self.call("list_modules", offset=total))
        self.assertEqual(beyond["modules"], [])
        self.assertNotIn("next_offset", beyond)

    def test_a_hundred_modules_take_at_most_14_kilobytes(self):
        outcome = self.call("list_modules")
        self.assertEqual(len(outcome.structured["modules"]), 100)
        self.assertLessEqual(size(outcome), 14_000)
        for module in outcome.structured["modules"]:
            self.assertNotIn(None, module.values())
        self.assertEqual(outcome.text.count("state"), 1)

    def test_a_state_is_named_with_a_space_or_an_underscore(self):
        for state in ("to_upgrade", "to upgrade"):
            found = self.assertAnswers(self.call("list_modules", state=state))
            self.assertEqual(found["total_count"], 0)

    def test_an_unknown_state_is_refused_with_those_there_are(self):
        outcome = self.call("list_modules", state="instaled")
        self.assertRefused(outcome, "instaled", "uninstalled", "to upgrade")

    def test_a_module_comes_with_its_dependencies_and_their_states(self):
        found = self.assertAnswers(self.call("get_module_info", module_name="odoo_mcp"))
        self.assertEqual(found["state"], "installed")
        self.assertIn({"name": "mail", "state": "installed"}, found["dependencies"])
        self.assertEqual(found["missing_python"], [])

    def test_an_unknown_module_is_named_with_its_nearest(self):
        for tool in ("get_module_info", "install_module", "upgrade_module"):
            outcome = self.call(tool, module_name="odoo_mpc")
            self.assertRefused(outcome, "odoo_mpc", "odoo_mcp")

    def test_a_request_that_has_written_is_neither_kept_nor_lost_by_half(self):
        # the transaction of a test has written, as that of a request must not have
        jobs = self.env["mcp.job"].search_count([])
        outcome = self.call("upgrade_module", module_name="odoo_mcp")
        self.assertRefused(outcome, "already written")
        self.assertEqual(self.env["mcp.job"].search_count([]), jobs)
        self.assertTrue(self.mcp_caller.exists())

    def test_a_module_that_is_not_installed_cannot_be_upgraded(self):
        outcome = self.call("upgrade_module", module_name="mcp_test_needs_python")
        self.assertRefused(outcome, "only installed")

    def test_a_missing_python_package_is_named_before_anything_begins(self):
        outcome = self.call("install_module", module_name="mcp_test_needs_python")
        self.assertRefused(outcome, "mcp_test_needs_python", "mcp-no-such-package")

    def test_a_dependency_that_is_not_there_is_named_before_anything_begins(self):
        module = self.env["ir.module.module"].search(
            [("name", "=", "mcp_test_needs_python")]
        )
        self.env["ir.module.module.dependency"].create(
            {"module_id": module.id, "name": "no_such_module"}
        )
        outcome = self.call("install_module", module_name=module.name)
        self.assertRefused(outcome, "no_such_module")

    def test_what_cannot_be_installed_is_refused(self):
        module = self.env["ir.module.module"].search(
            [("name", "=", "mcp_test_needs_python")]
        )
        module.state = "uninstallable"
        outcome = self.call("install_module", module_name=module.name)
        self.assertRefused(outcome, "cannot be installed")

    def test_what_somebody_else_scheduled_is_not_carried_out(self):
        found = self.env["ir.module.module"]
        found.search([("name", "=", "mcp_test_extension")]).state = "to remove"
        outcome = self.call("upgrade_module", module_name="mail")
        self.assertRefused(outcome, "mcp_test_extension (to remove)")

    def test_installing_what_is_installed_says_so(self):
        found = self.assertAnswers(self.call("install_module", module_name="mail"))
        self.assertEqual(found["state"], "installed")

    def preview_of(self, tool, name):
        call = self.make_call(
            tool, {"module_name": name}, principal=self.principal(trusted=False)
        )
        return self.preview(call).preview

    def test_a_preview_announces_nothing_that_the_call_itself_refuses(self):
        for tool, name, why in (
            ("upgrade_module", "mcp_test_needs_python", "only installed"),
            ("install_module", "mcp_test_needs_python", "mcp-no-such-package"),
        ):
            call = self.make_call(
                tool, {"module_name": name}, principal=self.principal(trusted=False)
            )
            self.assertRefused(self.answer(call), why)

    def test_the_preview_of_an_installation_of_what_is_there_says_so(self):
        text = self.preview_of("install_module", "mail")
        self.assertIn("mail is installed already", text)
        self.assertNotIn("Would", text)

    def test_the_preview_of_an_upgrade_names_the_modules(self):
        text = self.preview_of("upgrade_module", "odoo_mcp")
        self.assertIn("odoo_mcp", text)
        self.assertIn("Would upgrade", text)

    def test_the_preview_of_an_installation_names_the_modules(self):
        found = self.env["ir.module.module"]
        needing = found.search([("name", "=", "mcp_test_needs_python")])
        # one that nothing hinders
        with patch.object(modules, "missing_python", return_value=[]):
            text = self.preview_of("install_module", needing.name)
        self.assertIn("Would install", text)
        self.assertIn(needing.name, text)
