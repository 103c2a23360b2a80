"""Of two long texts a preview shows the place where they differ."""

from odoo.tests import tagged

from ...services.journal import shown_lines
from ...services.journal.diff import html
from ...services.journal.lines import ChangeSet, Line
from ...services.journal.shown import readable, shown
from ..common import McpCase
from .test_approvals import OPERATOR, ApprovalMixin

MANY = "Payment within thirty days to the account that is named below. " * 8
OLD, NEW = f"{MANY}IBAN DE11 2222.", f"{MANY}IBAN XX66 9999."


@tagged("post_install", "-at_install")
class TestLongValues(McpCase):
    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create({"name": "Azure"})

    def told(self, name, old, new):
        line = Line(
            "res.partner", self.partner.id, "write", False, {name: old}, {name: new}
        )
        return shown(self.env, ChangeSet([line]))

    def assertBoth(self, told):
        for text in (told.text, html(self.env, told)):
            self.assertIn("IBAN DE11", text)
            self.assertIn("IBAN XX66", text)
            self.assertLess(len(text), 1200)

    def test_where_long_texts_differ_is_shown(self):
        self.assertBoth(self.told("website", OLD, NEW))
        self.assertBoth(self.told("comment", f"<p>{OLD}</p>", f"<p>{NEW}</p>"))

    def test_what_is_added_at_the_end_is_shown(self):
        told = self.told("website", MANY, f"{MANY}And pay to IBAN XX66.")
        self.assertIn("And pay to IBAN XX66.", told.text)

    def test_another_markup_of_a_long_text_is_shown_where_it_differs(self):
        same = f"<p>{MANY}</p>"
        told = self.told("comment", f"{same}<p>end</p>", f"{same}<p class='x'>end</p>")
        self.assertIn("class='x'", told.text)

    def test_a_text_that_differs_early_or_stands_alone_begins_at_its_beginning(self):
        told = self.told("website", f"One {MANY}", f"Two {MANY}")
        self.assertIn("website: One Payment", told.text)
        self.assertIn(" → Two Payment", told.text)
        alone = readable(self.partner, "website", OLD)
        self.assertTrue(alone.startswith("Payment"))

    def test_a_long_text_shows_its_end_and_how_much_is_left_out(self):
        said = readable(self.partner, "website", OLD)
        self.assertTrue(said.endswith("IBAN DE11 2222."))
        self.assertIn(f"({len(OLD) - 200} more characters)", said)

    def test_values_that_are_cut_shorter_still_differ(self):
        values = (f"{'same ' * 30}old", f"{'same ' * 30}new")
        fields = {f"field_{number}": list(values) for number in range(12)}
        record = {
            "change": "write",
            "model": "x",
            "id": 1,
            "name": "",
            "fields": fields,
        }
        text = "\n".join(shown_lines.lines([record]))
        self.assertIn("old → …", text)
        self.assertEqual(text.count("new"), 12)


@tagged("post_install", "-at_install")
class TestWhoApprovesReadsAll(ApprovalMixin, McpCase):
    mcp_groups = OPERATOR

    def asked(self, tool, **arguments):
        """What the page of the approval shows."""
        self.need_approval(tool)
        self.env.invalidate_all()
        self.preview(self.make_call(tool, arguments)).approval()
        self.env.invalidate_all()
        return self.approval().preview

    def test_a_text_is_not_cut_on_the_page(self):
        values = {"name": "Mia", "comment": f"<p>{MANY}Pay to EVIL. {MANY}</p>"}
        page = self.asked("create_records", model="res.partner", values=values)
        self.assertIn("Pay to EVIL.", page)

    def test_all_records_and_fields_stand_on_it(self):
        names = [f"Tag no. {number}." for number in range(30)]
        values = [{"name": name} for name in names]
        page = self.asked("create_records", model="res.partner.category", values=values)
        for name in names:
            self.assertIn(name, page)

    def test_all_fields_stand_on_it(self):
        texts = "ref phone email website street street2 city zip function barcode"
        values = {name: f"{name} is here" for name in texts.split()}
        values |= {"name": "Mia", "comment": "<p>comment is here</p>", "color": 3}
        values |= {"lang": "en_US", "tz": "Europe/Paris", "is_company": True}
        values["country_id"] = self.env.ref("base.be").id
        page = self.asked("create_records", model="res.partner", values=values)
        for text in (*texts.split(), "comment"):
            self.assertIn(f"{text} is here", page)
        self.assertNotIn("more fields", page)
