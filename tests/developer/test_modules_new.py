import tempfile
from pathlib import Path

from odoo import addons
from odoo.tests import tagged

from ..common import McpCase

NEW = "mcp_test_late"
MANIFEST = {"name": "Late", "version": "1.0", "depends": ["mail"], "license": "LGPL-3"}


@tagged("post_install", "-at_install")
class TestModulesNew(McpCase):
    """A module that is newer than Odoo's list of apps: the first that one writes."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        path = [*addons.__path__, folder.name]
        self.patch(addons, "__path__", path)

    def write(self, name=NEW, **facts):
        (self.folder / name).mkdir()
        (self.folder / name / "__init__.py").touch()
        text = repr({**MANIFEST, **facts})
        (self.folder / name / "__manifest__.py").write_text(text)

    def preview_of(self, tool, name=NEW):
        who = {"principal": self.principal(trusted=False)}
        return self.make_call(tool, {"module_name": name}, **who)

    def test_it_is_described_from_its_manifest(self):
        self.assertRefused(self.call("get_module_info", module_name=NEW), "no module")
        self.write()
        found = self.assertAnswers(self.call("get_module_info", module_name=NEW))
        self.assertEqual(
            (found["title"], found["state"], found["available_version"]),
            ("Late", "uninstalled", "1.0"),
        )
        self.assertIn({"name": "mail", "state": "installed"}, found["dependencies"])
        self.assertIn("apps list", found["note"])

    def test_it_is_in_the_list_by_its_name(self):
        self.write()
        found = self.assertAnswers(self.call("list_modules", search="test_late"))
        self.assertEqual((found["total_count"], found["not_listed"]), (0, [NEW]))
        found = self.assertAnswers(self.call("list_modules", state="installed"))
        self.assertNotIn("not_listed", found)

    def test_the_preview_of_its_installation_names_what_comes_with_it(self):
        self.write(depends=["mail", "mcp_test_later", "mcp_test_extension"])
        self.write("mcp_test_later", depends=["base"])
        module = self.env["ir.module.module"].search([("name", "=", "mail")])
        self.assertEqual(module.state, "installed")
        text = self.preview(self.preview_of("install_module")).preview
        self.assertIn("mcp_test_late, mcp_test_later", text)
        self.assertNotIn("mail", text)

    def test_what_hinders_it_is_named_before_anything_begins(self):
        self.write("mcp_test_a", depends=["no_such_module"])
        self.write("mcp_test_b", external_dependencies={"python": ["mcp-no-such"]})
        self.write("mcp_test_c", installable=False)
        (self.folder / "mcp_test_d").mkdir()
        (self.folder / "mcp_test_d" / "__manifest__.py").write_text("{'name':")
        for name, why in (
            ("mcp_test_a", "no_such_module"),
            ("mcp_test_b", "mcp-no-such"),
            ("mcp_test_c", "cannot be installed"),
            ("mcp_test_d", "__manifest__.py cannot be read"),
        ):
            with self.subTest(name=name):
                self.assertRefused(self.call("install_module", module_name=name), why)
                self.assertRefused(self.answer(self.preview_of("install_module", name)))

    def test_a_listed_module_that_needs_a_new_one_is_installed_with_it(self):
        self.write()
        found = self.env["ir.module.module"]
        module = found.search([("name", "=", "mcp_test_needs_python")])
        values = {"module_id": module.id, "name": NEW}
        self.env["ir.module.module.dependency"].create(values)
        outcome = self.call("install_module", module_name=module.name)
        self.assertRefused(outcome, "mcp-no-such-package")

    def test_it_cannot_be_upgraded_before(self):
        self.write()
        outcome = self.call("upgrade_module", module_name=NEW)
        self.assertRefused(outcome, "only installed")
