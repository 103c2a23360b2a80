"""Names that do not exist are answered with what people call so."""

from odoo.tests import tagged

from ...services.orm import meant
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestMeant(McpCase):
    def test_a_model_is_known_by_the_name_that_people_use(self):
        for said in ("Contact", "contact", "Contacts"):
            hint = meant.model(self.env, said)
            self.assertEqual(hint.split(", ")[0], "res.partner", said)
        self.assertEqual(
            meant.model(self.env, "countries").split(", ")[0], "res.country"
        )

    def test_a_technical_name_is_compared_by_its_letters(self):
        self.assertIn("res.partner", meant.model(self.env, "res.partners"))
        self.assertEqual(meant.model(self.env, "zz.qq.xx"), "")

    def test_a_field_is_known_by_its_label(self):
        partners = self.env["res.partner"]
        for label in ("Related Company", "related company", "related_company"):
            hint = meant.field(partners, label, ["name", "parent_id"])
            self.assertEqual(hint, "parent_id", label)
        self.assertEqual(meant.field(partners, "nam", ["name", "parent_id"]), "name")

    def test_reading_and_writing_say_it(self):
        asked = {"model": "res.partner", "domain": [["Related Company", "=", 1]]}
        self.assertRefused(self.call("search_records", **asked), "parent_id")
        values = {"model": "res.partner", "values": {"Related Company": 1}}
        self.assertRefused(self.call("create_records", **values), "parent_id")
        self.assertRefused(self.call("count_records", model="Contact"), "res.partner")
