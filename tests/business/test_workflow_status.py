from odoo import Command
from odoo.tests import tagged

from ...services.errors import UnknownName
from ..common import McpCase
from .flow import FlowMixin

EVERYTHING = ",".join(
    (
        "sales_team.group_sale_salesman_all_leads",
        "purchase.group_purchase_user",
        "stock.group_stock_user",
        "mrp.group_mrp_user",
        "account.group_account_invoice",
    )
)


@tagged("post_install", "-at_install", "-standard", "business")
class TestWorkflowStatus(FlowMixin, McpCase):
    roles = ("salesman", "maker", "purchaser", EVERYTHING)

    def status(self, order, kind="sale", role=EVERYTHING, **arguments):
        return self.ask(
            role, "get_workflow_status", order=order.id, order_type=kind, **arguments
        )

    def documents(self, *arguments, **more):
        answer = self.assertAnswers(self.status(*arguments, **more))
        return {(d["model"], d["id"]) for d in answer["documents"]}

    def made_to_order(self):
        """A sale of a table that is made of a leg that is bought, all to order."""
        mto = self.env.ref("stock.route_warehouse0_mto")
        mto.active = True
        make = self.env.ref("mrp.route_warehouse0_manufacture")
        buy = self.env.ref("purchase_stock.route_warehouse0_buy")
        leg = self.product(
            "Flow Leg",
            route_ids=[Command.set((mto | buy).ids)],
            seller_ids=[Command.create({"partner_id": self.vendor.id, "price": 5})],
        )
        table = self.product("Flow Table", route_ids=[Command.set((mto | make).ids)])
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": table.product_tmpl_id.id,
                "bom_line_ids": [Command.create({"product_id": leg.id})],
            }
        )
        sale = self.sale((table, 1))
        made = self.env["mrp.production"].search([("product_id", "=", table.id)])
        lines = self.env["purchase.order.line"].search([("product_id", "=", leg.id)])
        return sale, made, lines.order_id

    def test_the_chain_is_the_same_from_each_of_its_orders(self):
        sale, made, bought = self.made_to_order()
        self.assertTrue(made and bought)
        bought.button_confirm()
        expected = {
            *((d._name, d.id) for d in (sale, made, bought)),
            *(("stock.picking", p.id) for p in sale.picking_ids | bought.picking_ids),
        }
        kinds = ((sale, "sale"), (made, "manufacturing"), (bought, "purchase"))
        for order, kind in kinds:
            with self.subTest(kind=kind):
                self.assertLessEqual(expected, self.documents(order, kind))

    def test_each_document_has_state_and_address_as_stored(self):
        desk = self.product("Flow Desk", on_hand=5)
        order = self.sale((desk, 2))
        documents = self.assertAnswers(self.status(order))["documents"]
        self.assertGreater(len(documents), 1)
        for node in documents:
            record = self.env[node["model"]].browse(node["id"])
            self.assertEqual(node["state"], record.state)
            self.assertEqual(node["name"], record.display_name)
            self.assertTrue(node["url"].endswith(f"/{record._name}/{record.id}"))

    def test_invoices_credit_notes_and_payments_are_in_it(self):
        service = self.product("Flow Advice", type="service", is_storable=False)
        order = self.sale((service, 1))
        order.order_line.qty_delivered = 1
        invoice = order._create_invoices()
        answer = self.assertAnswers(self.status(order))
        self.assertIn("to be posted", " ".join(answer["next_steps"]))
        invoice.action_post()
        answer = self.assertAnswers(self.status(order))
        self.assertIn("to be paid", " ".join(answer["next_steps"]))
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        payment = wizard.create({})._create_payments()
        found = self.documents(order)
        self.assertIn(("account.move", invoice.id), found)
        self.assertIn(("account.payment", payment.id), found)

    def test_what_blocks_is_told_by_document(self):
        desk = self.product("Flow Desk", on_hand=1)
        order = self.sale((desk, 3))
        answer = self.assertAnswers(self.status(order))
        (reason,) = answer["blocked_by"]
        self.assertIn(order.picking_ids.name, reason)
        self.assertIn("needs 3, reserved 1", reason)

    def test_a_quotation_says_its_next_step(self):
        order = self.quotation((self.product("Flow Desk"), 1))
        answer = self.assertAnswers(self.status(order))
        self.assertEqual(answer["state"], "draft")
        self.assertIn("confirm_quotation", answer["next_steps"][0])

    def test_a_purchase_that_waits_for_approval_says_so(self):
        self.env.company.po_double_validation = "two_step"
        self.env.company.po_double_validation_amount = 1
        desk = self.product("Flow Desk", standard_price=50)
        order = self.purchase((desk, 1)).with_user(self.user("purchaser"))
        order = order.copy()
        order.button_confirm()
        self.assertEqual(order.state, "to approve")
        answer = self.assertAnswers(self.status(order, "purchase"))
        self.assertIn("waits for a purchase manager", answer["blocked_by"][0])

    def test_what_only_looks_alike_is_not_in_it(self):
        desk = self.product("Flow Desk", on_hand=5)
        order = self.sale((desk, 1))
        twin = self.sale((desk, 1), origin=order.name, client_order_ref=order.name)
        twin.picking_ids.origin = order.name
        found = self.documents(order)
        self.assertFalse(found & {("sale.order", twin.id)})
        self.assertFalse(found & {("stock.picking", p) for p in twin.picking_ids.ids})

    def test_documents_that_are_not_the_callers_are_not_shown(self):
        sale, _made, bought = self.made_to_order()
        answer = self.assertAnswers(self.status(sale, role="salesman"))
        models = {d["model"] for d in answer["documents"]}
        self.assertNotIn("purchase.order", models)
        self.assertIn("purchase.order", answer["unseen"])
        self.assertNotIn(bought.name, str(answer))

    def test_a_number_is_enough_and_a_wrong_one_is_refused(self):
        order = self.quotation((self.product("Flow Desk"), 1))
        number = {"order": order.name}
        outcome = self.ask(EVERYTHING, "get_workflow_status", **number)
        self.assertEqual(self.assertAnswers(outcome)["documents"][0]["id"], order.id)
        for wrong in ({"order": "S-none"}, {"order": order.id}):
            outcome = self.ask(EVERYTHING, "odoo_get_workflow_status", **wrong)
            self.assertRefused(outcome, "order")
        arguments = {"order": 2**30, "order_type": "sale"}
        outcome = self.ask(EVERYTHING, "get_workflow_status", **arguments)
        self.assertRefused(outcome, "order")

    def test_a_number_that_no_order_has_is_refused_with_the_nearest(self):
        self.product("Flow Desk")
        order = self.quotation((self.product("Flow Desk"), 1), name="FLOW/0815")
        outcome = self.ask(EVERYTHING, "get_workflow_status", order="FLOW/0816")
        self.assertRefused(outcome, "no order has the number", order.name)

    def test_the_tools_are_found_by_the_words_that_people_use(self):
        for words, tool in (
            ("ship goods", "deliver_to_customer"),
            ("make an offer", "create_quotation"),
            ("buy from vendor", "create_purchase_order"),
            ("order status", "get_workflow_status"),
        ):
            outcome = self.ask(EVERYTHING, "search_tools", query=words, limit=3)
            found = [t["name"] for t in self.assertAnswers(outcome)["tools"]]
            self.assertIn(tool, found, words)

    def test_who_may_read_no_order_does_not_know_it(self):
        order = self.quotation((self.product("Flow Desk"), 1))
        with self.assertRaises(UnknownName):
            self.status(order, role="hr.group_hr_user")

    def test_it_changes_nothing_and_the_answer_is_small(self):
        sale, _made, bought = self.made_to_order()
        bought.button_confirm()
        outcome = self.status(sale)
        self.assertLess(len(str(outcome.structured)) + len(outcome.text), 5000)
