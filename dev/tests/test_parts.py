"""A part is looked for in the database in which its tests run, and only there."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from lib.parts import BUSINESS, OCA, PLAIN, tags

ORDINARY = (
    '@tagged("post_install", "-at_install")\nclass TestPolicy(McpCase):\n    pass\n'
)
WITH_APPLICATIONS = """
class Helper:
    pass

@tagged("post_install", "-at_install", "-standard", "business")
class TestSales(McpCase):
    pass
"""


WITH_OCA = WITH_APPLICATIONS.replace("business", "oca").replace("Sales", "Pages")


class TestParts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "tests" / "business").mkdir(parents=True)
        self.write("test_policy", ORDINARY)
        self.write("business/test_sales", WITH_APPLICATIONS)
        (self.root / "tests" / "oca").mkdir()
        self.write("oca/test_pages", WITH_OCA)
        self.write("test_both", ORDINARY.replace("Policy", "One") + WITH_APPLICATIONS)

    def write(self, name: str, text: str) -> None:
        (self.root / "tests" / f"{name}.py").write_text(text)

    def assertRuns(self, part: str | None, plain: str | None, business: str | None):
        self.assertEqual(tags(part, PLAIN, self.root), plain)
        self.assertEqual(tags(part, BUSINESS, self.root), business)

    def test_without_a_part_both_databases_run(self):
        self.assertIn("/odoo_mcp,", tags(None, PLAIN, self.root))
        self.assertEqual(tags(None, BUSINESS, self.root), "business/odoo_mcp")

    def test_the_business_tests_alone(self):
        self.assertRuns("business", None, "business/odoo_mcp")

    def test_the_tests_with_ocas_addons_alone(self):
        for part in ("oca", "TestPages", "test_pages", "oca/odoo_mcp:TestPages"):
            self.assertRuns(part, None, None)
        self.assertEqual(tags("oca", OCA, self.root), "oca/odoo_mcp")
        self.assertEqual(tags(None, OCA, self.root), "oca/odoo_mcp")
        self.assertEqual(tags("TestPages", OCA, self.root), "oca/odoo_mcp:TestPages")
        self.assertIsNone(tags("TestSales", OCA, self.root))
        self.assertIsNone(tags("TestPolicy", OCA, self.root))

    def test_a_class_runs_where_it_belongs(self):
        self.assertRuns("TestPolicy", "/odoo_mcp:TestPolicy", None)
        self.assertRuns("TestSales", None, "business/odoo_mcp:TestSales")

    def test_a_method_runs_where_its_class_belongs(self):
        self.assertRuns("TestSales.test_x", None, "business/odoo_mcp:TestSales.test_x")

    def test_a_file_runs_where_its_classes_belong(self):
        sales = "business/odoo_mcp/tests/business/test_sales.py"
        self.assertRuns("test_policy", "/odoo_mcp/tests/test_policy.py", None)
        self.assertRuns("test_sales.py", None, sales)

    def test_a_file_with_both_runs_in_both(self):
        path = "/odoo_mcp/tests/test_both.py"
        self.assertRuns("test_both", path, f"business{path}")

    def test_what_nobody_knows_fails_in_the_plain_database(self):
        self.assertRuns("TestNothing", "/odoo_mcp:TestNothing", None)
        self.assertRuns("unknown", "unknown/odoo_mcp", None)

    def test_odoos_own_syntax_is_left_alone(self):
        self.assertRuns("/odoo_mcp:TestPolicy", "/odoo_mcp:TestPolicy", None)
        own = "business/odoo_mcp:TestSales"
        self.assertRuns(own, None, own)
