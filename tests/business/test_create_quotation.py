from odoo.tests import tagged

from ..common import McpCase
from .flow import FlowMixin


@tagged("post_install", "-at_install", "-standard", "business")
class TestCreateQuotation(FlowMixin, McpCase):
    roles = ("salesman", "warehouse")

    def setUp(self):
        super().setUp()
        self.desk = self.product("Flow Desk", default_code="FLOW-D", list_price=80)

    def create(self, *lines, role="salesman", **arguments):
        arguments = {"customer_id": self.customer.id, "lines": list(lines)} | arguments
        return self.ask(role, "create_quotation", **arguments)

    def desks(self, quantity=2, **values):
        return {"product_id": self.desk.id, "quantity": quantity, **values}

    def test_the_quotation_is_as_odoo_stored_it(self):
        answer = self.assertAnswers(self.create(self.desks(2), self.desks(1)))
        self.env.invalidate_all()
        order = self.env["sale.order"].browse(answer["id"])
        self.assertEqual((order.state, answer["state"]), ("draft", "draft"))
        self.assertEqual(answer["name"], order.name)
        self.assertEqual(order.user_id, self.user("salesman"))
        self.assertEqual(answer["untaxed"]["amount"], 240)
        self.assertEqual(answer["total"]["amount"], order.amount_total)
        self.assertEqual([line["quantity"] for line in answer["lines"]], [2, 1])
        self.assertEqual(answer["lines"][0]["price_unit"], 80)

    def test_a_price_that_is_given_stands_and_what_was_rounded_is_told(self):
        line = self.desks(2, price_unit=70.005)
        answer = self.assertAnswers(self.create(line))
        order = self.env["sale.order"].browse(answer["id"])
        self.assertEqual(answer["lines"][0]["price_unit"], order.order_line.price_unit)
        # 18.0 rounds prices when it stores them
        stored = order.order_line.price_unit
        missed = [(m["field"], m["stored"]) for m in answer["not_applied"]]
        rounded = [("lines.0.price_unit", stored)] if stored != 70.005 else []
        self.assertEqual(missed, rounded)

    def test_a_quantity_that_would_be_nothing_is_refused(self):
        before = self.env["sale.order"].search_count([])
        outcome = self.create(self.desks(1), self.desks(0.0001))
        self.assertRefused(outcome, "lines.1.quantity: 0.0001 Units would be 0")
        self.assertEqual(self.env["sale.order"].search_count([]), before)

    def test_a_price_that_is_given_stays_when_the_quantity_changes(self):
        made = self.assertAnswers(self.create(self.desks(2, price_unit=70)))
        first = self.env["sale.order"].browse(made["id"])
        line = {"product_id": self.desk.id, "product_uom_qty": 2}
        lines = [{**line, "price_unit": 70}, {**line, "price_unit": 0}, line]
        values = {"partner_id": self.customer.id, "order_line": lines}
        made = self.ask("salesman", "create_records", model="sale.order", values=values)
        [second] = self.env["sale.order"].browse(self.assertAnswers(made)["ids"])
        prices = (first | second).order_line.mapped("price_unit")
        self.assertEqual(prices, [70, 70, 0, 80])
        self.env.invalidate_all()
        (first | second).order_line.write({"product_uom_qty": 5})
        prices = (first | second).order_line.mapped("price_unit")
        self.assertEqual(prices, [70, 70, 0, 80])

    def test_customers_and_products_go_by_name_reference_and_barcode(self):
        self.desk.barcode = "4006381333931"
        for called in ("FLOW-D", "Flow Desk", "[FLOW-D] Flow Desk", "4006381333931"):
            line = {"product_id": called, "quantity": 1}
            answer = self.create(line, customer_id="Flow Customer")
            found = self.assertAnswers(answer)["lines"][0]["product"]["id"]
            self.assertEqual(found, self.desk.id, called)

    def test_a_template_brings_its_lines_and_terms(self):
        lamp = self.product("Flow Lamp", list_price=30)
        lines = [
            {"display_type": "line_section", "name": "Light"},
            {"product_id": lamp.id, "product_uom_qty": 3},
        ]
        template = self.env["sale.order.template"].create(
            {
                "name": "Flow Template",
                "note": "Paid in gold",
                "sale_order_template_line_ids": [(0, 0, line) for line in lines],
            }
        )
        answer = self.create(self.desks(2, price_unit=70), template="Flow Template")
        answer = self.assertAnswers(answer)
        self.env.invalidate_all()
        order = self.env["sale.order"].browse(answer["id"])
        self.assertEqual(order.sale_order_template_id, template)
        self.assertEqual(order.order_line.mapped("name")[0], "Light")
        self.assertEqual(order.order_line.product_id, lamp + self.desk)
        self.assertIn("Paid in gold", str(order.note))
        told = [(line["quantity"], line["price_unit"]) for line in answer["lines"]]
        self.assertEqual((told, answer["not_applied"]), ([(3, 30), (2, 70)], []))
        alone = self.assertAnswers(self.create(template=template.id))
        self.assertEqual(alone["untaxed"]["amount"], 90)

    def test_a_line_takes_a_discount(self):
        outcome = self.create(self.desks(2, discount=25))
        (line,) = self.assertAnswers(outcome)["lines"]
        self.assertEqual((line["discount"], line["subtotal"]["amount"]), (25, 120))
        self.assertIn("at 80 less 25 % = 120", outcome.text)
        self.assertRefused(self.create(self.desks(2, discount=101)), "discount")

    def test_a_price_that_follows_the_quantity_is_named(self):
        answer = self.assertAnswers(self.create(self.desks(2)))
        line = self.env["sale.order"].browse(answer["id"]).order_line
        given = {"model": line._name, "record_ids": line.ids}
        changed = self.ask(
            "salesman", "update_records", **given, values={"product_uom_qty": 5}
        )
        (also,) = self.assertAnswers(changed)["also_changed"]
        self.assertEqual(also["id"], line.id)
        self.assertIn("price_subtotal", also["fields"])

    def test_prices_of_another_list_are_computed_by_an_action(self):
        group = self.env.ref("product.group_product_pricelist")
        field = "group_ids" if "group_ids" in self.env["res.users"] else "groups_id"
        self.user("salesman").write({field: [(4, group.id)]})
        self.env["product.pricelist"].create({"name": "Flow Prices"})
        order = self.quotation((self.desk, 1))
        which = {"model": "sale.order", "record_id": order.id, "detail": "actions"}
        said = self.ask("salesman", "describe_model", **which).text
        self.assertIn("method action_update_prices", said)
        order.action_confirm()
        said = self.ask("salesman", "describe_model", **which).text
        self.assertNotIn("action_update_prices", said)

    def test_the_old_names_of_the_tool_and_its_arguments_do(self):
        arguments = {"partner_id": self.customer.id, "product_lines": [self.desks()]}
        outcome = self.ask("salesman", "odoo_create_quotation", **arguments)
        self.assertEqual(self.assertAnswers(outcome)["state"], "draft")

    def test_the_date_is_in_the_zone_of_the_caller(self):
        self.user("salesman").tz = "Europe/Brussels"
        answer = self.create(self.desks(), order_date="2026-02-16T10:00:00")
        order = self.env["sale.order"].browse(self.assertAnswers(answer)["id"])
        self.assertEqual(str(order.date_order), "2026-02-16 09:00:00")

    def test_a_product_that_is_not_sold_is_refused(self):
        self.desk.sale_ok = False
        self.assertRefused(self.create(self.desks()), "Flow Desk")

    def test_a_customer_with_a_warning_is_created_for_with_the_warning(self):
        self.user("salesman").write(self._warnings_on())
        self._warn(self.customer, "Ask the boss.", "warning")
        answer = self.assertAnswers(self.create(self.desks()))
        self.assertIn("Ask the boss.", " ".join(answer["warnings"]))

    def test_a_customer_that_odoo_blocks_gets_no_quotation(self):
        if "sale_warn" not in self.customer:
            self.skipTest("this Odoo blocks no customers")
        self._warn(self.customer, "Never again.", "block")
        before = self.env["sale.order"].search_count([])
        self.assertRefused(self.create(self.desks()), "Never again.")
        self.assertEqual(self.env["sale.order"].search_count([]), before)

    def _warnings_on(self):
        group = self.env.ref("sale.group_warning_sale")
        field = "group_ids" if "group_ids" in self.env["res.users"] else "groups_id"
        return {field: [(4, group.id)]}

    def _warn(self, partner, text, kind):
        partner.sale_warn_msg = text
        if "sale_warn" in partner:
            partner.sale_warn = kind

    def test_wrong_arguments_name_their_place(self):
        wrong = {"product_id": 2**30, "quantity": 1}
        self.assertRefused(self.create(wrong), "lines.0.product_id")
        self.assertRefused(self.create(self.desks(0)), "lines.0.quantity")
        self.assertRefused(self.create(), "lines")
        outcome = self.create(self.desks(), customer_id="Nobody at all")
        self.assertRefused(outcome, "customer_id")

    def test_a_warehouse_worker_does_not_see_it(self):
        env = self.env(user=self.user("warehouse").id)
        principal = self.principal(self.user("warehouse"))
        listed = {d.name for d in env["mcp.policy"]._listed("tool", principal)}
        self.assertIn("deliver_to_customer", listed)
        self.assertNotIn("create_quotation", listed)
        outcome = self.create(self.desks(), role="warehouse")
        self.assertRefused(outcome, "create sale.order")

    def test_the_answer_is_small(self):
        outcome = self.create(*[self.desks() for _n in range(10)])
        self.assertLess(len(str(outcome.structured)) + len(outcome.text), 4000)
