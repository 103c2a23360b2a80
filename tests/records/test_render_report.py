"""Reports of any record by a link, with the rights of the caller."""

from contextlib import nullcontext

from odoo.tests import tagged

from ...services.file_links import links
from ..common import McpHttpCase

TEMPLATE = """<t t-name="odoo_mcp.test_report">
  <t t-call="web.html_container"><t t-foreach="docs" t-as="doc"><div class="page">
    <h1>Card of <t t-out="doc.name"/></h1><p t-out="doc.comment"/>
  </div></t></t>
</t>"""


@tagged("post_install", "-at_install")
class TestRenderReport(McpHttpCase):
    mcp_groups = "odoo_mcp.group_observer"

    def setUp(self):
        super().setUp()
        self.env["ir.ui.view"].create(
            {
                "name": "test_report",
                "key": "odoo_mcp.test_report",
                "type": "qweb",
                "arch": TEMPLATE,
            }
        )
        self.report = self.env["ir.actions.report"].create(
            {
                "name": "Card",
                "model": "res.partner",
                "report_type": "qweb-pdf",
                "report_name": "odoo_mcp.test_report",
                "print_report_name": "'Card ' + object.name",
            }
        )
        self.partner = self.env["res.partner"].create(
            {"name": "Ada/Byron", "comment": "A long remark"}
        )
        self.arguments = {
            "report": self.report.report_name,
            "record_ids": [self.partner.id],
        }

    def render(self, **arguments):
        return self.call("render_report", **{**self.arguments, **arguments})

    def fetched(self, answer):
        self.env.flush_all()
        return self.url_open(answer["url"][answer["url"].index(links.FILES) :])

    def has_wkhtmltopdf(self):
        state = self.env["ir.actions.report"].get_wkhtmltopdf_state()
        return state in ("ok", "upgrade", "workers")

    def test_a_report_comes_as_html_by_a_link(self):
        answer = self.assertAnswers(self.render(format="html"))
        self.assertEqual(answer["name"], "Card Ada_Byron.html")
        page = self.fetched(answer)
        self.assertIn("Card of Ada/Byron", page.text)
        self.assertIn("attachment", page.headers["Content-Disposition"])

    def test_a_report_comes_also_when_its_styles_were_never_made_before(self):
        domain = [("url", "=like", "/web/assets/%")]
        self.env["ir.attachment"].search(domain).unlink()
        self.env.registry.clear_all_caches()
        answer = self.assertAnswers(self.render(format="html"))
        self.assertIn("Card of Ada/Byron", self.fetched(answer).text)

    def test_its_text_comes_on_request(self):
        answer = self.assertAnswers(self.render(format="html", text=True))
        self.assertIn("Card of Ada/Byron", answer["text_of_file"])
        answer = self.assertAnswers(self.render(format="html"))
        self.assertNotIn("text_of_file", answer)

    def test_a_pdf_comes_by_a_link_or_what_is_missing_is_said(self):
        self.env.flush_all()
        env = self.env(context={**self.env.context, "force_report_rendering": True})
        call = self.make_call("render_report", {**self.arguments, "text": True})
        call.env = call.env(context=env.context)
        with (
            self.allow_pdf_render()
            if hasattr(self, "allow_pdf_render")
            else nullcontext()
        ):
            outcome = self.answer(call)
        if not self.has_wkhtmltopdf():
            return self.assertRefused(outcome, "wkhtmltopdf", "html")
        answer = self.assertAnswers(outcome)
        self.assertEqual(answer["mimetype"], "application/pdf")
        self.assertIn("Card of Ada/Byron", answer["text_of_file"])
        self.assertTrue(self.fetched(answer).content.startswith(b"%PDF"))

    def test_without_wkhtmltopdf_it_says_what_to_install_and_offers_html(self):
        kind = type(self.env["ir.actions.report"])
        self.patch(kind, "get_wkhtmltopdf_state", lambda _self: "install")
        self.assertRefused(self.render(), "installs wkhtmltopdf", "format html")
        self.assertAnswers(self.render(format="html"))

    def test_what_odoo_stores_while_it_prints_is_taken_back(self):
        printing = "doc.sudo().write({'comment': 'printed'})"
        view = self.env["ir.ui.view"].search([("key", "=", "odoo_mcp.test_report")])
        view.arch = TEMPLATE.replace("<h1>", f'<i t-out="{printing}"/><h1>')
        answer = self.assertAnswers(self.render(format="html"))
        self.assertIn(">printed<", self.fetched(answer).text)
        self.env.invalidate_all()
        self.assertIn("A long remark", self.partner.comment)

    def test_nothing_is_stored_with_the_records(self):
        self.report.attachment = "'kept.pdf'"
        self.assertAnswers(self.render(format="html"))
        self.assertFalse(self.partner.message_attachment_count)

    def test_the_reports_of_a_model_are_listed(self):
        answer = self.assertAnswers(self.call("list_reports", model="res.partner"))
        (listed,) = [r for r in answer["reports"] if r["name"] == "Card"]
        self.assertEqual(listed["report"], "odoo_mcp.test_report")

    def test_a_report_for_another_group_is_none(self):
        name = "group_ids" if "group_ids" in self.report._fields else "groups_id"
        self.report[name] = self.env.ref("base.group_system")
        self.assertRefused(self.render(format="html"), "no report", "list_reports")
        answer = self.assertAnswers(self.call("list_reports", model="res.partner"))
        self.assertNotIn("Card", [r["name"] for r in answer["reports"]])

    def test_an_unknown_report_is_answered_with_the_nearest(self):
        refused = self.render(report="odoo_mcp.test_repotr")
        self.assertRefused(refused, "odoo_mcp.test_report")

    def test_a_report_is_found_by_its_id(self):
        self.assertAnswers(self.render(report=self.report.id, format="html"))

    def test_a_record_that_one_may_not_read_is_not_printed(self):
        self.env["ir.rule"].create(
            {
                "name": "Not this one",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {self.partner.id})]",
            }
        )
        self.assertRefused(self.render(format="html"), "not yours to read")
