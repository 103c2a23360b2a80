from odoo.tests import tagged

from ..common import McpCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestNames(McpCase):
    mcp_groups = "odoo_mcp.group_operator,sales_team.group_sale_salesman"

    def test_a_product_is_found_by_its_name_without_its_reference(self):
        product = self.env["product.product"].create(
            {"name": "Paper Kite", "default_code": "KITE-1"}
        )
        line = {"product_id": "Paper Kite", "product_uom_qty": 2}
        partner = self.env["res.partner"].create({"name": "Azure"})
        answer = self.assertAnswers(
            self.call(
                "create_records",
                model="sale.order",
                values=[{"partner_id": partner.id, "order_line": [line]}],
            )
        )
        order = self.env["sale.order"].browse(answer["ids"])
        self.assertEqual(order.order_line.product_id, product)

    def test_shares_of_analytic_accounts_are_numbers_by_id(self):
        line = self.env["sale.order.line"].search([("state", "=", "draft")], limit=1)
        user = self.mcp_user("odoo_mcp.group_operator,sales_team.group_sale_manager")
        call = {"model": line._name, "record_ids": line.ids}
        for value in ({"1": "x"}, {"abc": 100}, [1], "text", 5):
            with self.subTest(value=value):
                values = {"analytic_distribution": value}
                sent = {**call, "values": values}
                outcome = self.answer(self.make_call("update_records", sent, user=user))
                self.assertRefused(outcome, "analytic_distribution")
                self.assertNotIn("reference", outcome.structured or {})

    def test_a_file_that_is_no_pdf_is_told_in_words(self):
        user = self.mcp_user(
            "odoo_mcp.group_administrator,sales_team.group_sale_manager"
        )
        if "quotation.document" not in self.env:
            self.skipTest("the quotation builder is not installed")
        values = {"name": "Header", "raw": b"no PDF", "mimetype": "application/pdf"}
        file = self.env["ir.attachment"].with_user(user).create(values)
        arguments = {
            "model": "quotation.document",
            "values": {"name": "Header", "ir_attachment_id": file.id},
        }
        outcome = self.answer(self.make_call("create_records", arguments, user=user))
        # 19.0 says it in words of its own
        self.assertRefused(outcome)
        self.assertIn("pdf", outcome.text.lower())
        self.assertNotIn("reference", outcome.structured or {})

    def test_what_people_call_a_model_leads_to_it(self):
        user = self.mcp_user(
            "odoo_mcp.group_operator,account.group_account_invoice",
        )
        for word, model in (("invoice", "account.move"), ("sale.ordr", "sale.order")):
            call = self.make_call("describe_model", {"model": word}, user=user)
            outcome = self.answer(call)
            self.assertRefused(outcome, f"Nearest: {model}")
