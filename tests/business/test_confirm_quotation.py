from odoo.tests import tagged

from ...services.errors import UnknownName
from ..common import McpCase
from .flow import FlowMixin


@tagged("post_install", "-at_install", "-standard", "business")
class TestConfirmQuotation(FlowMixin, McpCase):
    def setUp(self):
        super().setUp()
        self.desk = self.product("Flow Desk", on_hand=3)

    def confirm(self, order, role="salesman", **arguments):
        return self.ask(role, "confirm_quotation", order_id=order.id, **arguments)

    def test_a_draft_and_a_sent_quotation_become_orders(self):
        for state in ("draft", "sent"):
            order = self.quotation((self.desk, 1))
            order.state = state
            answer = self.assertAnswers(self.confirm(order))
            self.env.invalidate_all()
            self.assertEqual(order.state, "sale")
            self.assertEqual(answer["state"], "sale")
            self.assertEqual((answer["id"], answer["name"]), (order.id, order.name))
            self.assertTrue(answer["url"].endswith(f"/odoo/sale.order/{order.id}"))
            self.assertEqual(answer["total"]["amount"], order.amount_total)

    def test_what_it_set_off_and_what_stock_lacks_is_told(self):
        order = self.quotation((self.desk, 5))
        answer = self.assertAnswers(self.confirm(order))
        delivery = order.picking_ids
        self.assertEqual([d["id"] for d in answer["deliveries"]], delivery.ids)
        self.assertEqual(answer["deliveries"][0]["state"], delivery.state)
        (short,) = answer["shortages"]
        self.assertEqual(short["product"]["id"], self.desk.id)
        numbers = short["needed"], short["reserved"], short["missing"]
        self.assertEqual(numbers, (5, 3, 2))

    def test_the_number_of_the_quotation_and_the_old_names_do(self):
        order = self.quotation((self.desk, 1))
        outcome = self.ask(
            "salesman", "odoo_confirm_quotation", quotation_id=order.name
        )
        self.assertEqual(self.assertAnswers(outcome)["state"], "sale")

    def limited(self):
        """A quotation over the limit of its customer."""
        self.env.company.account_use_credit_limit = True
        self.customer.use_partner_credit_limit = True
        self.customer.credit_limit = 10
        return self.quotation((self.desk, 1))

    def test_a_credit_limit_is_surfaced(self):
        answer = self.assertAnswers(self.confirm(self.limited()))
        self.assertIn("credit limit", " ".join(answer["warnings"]).lower())

    def test_a_person_is_asked_with_the_warnings(self):
        user, order = self.user("salesman"), self.limited()
        principal = self.principal(user, trusted=False)
        arguments = {"order_id": order.id}
        call = self.make_call(
            "confirm_quotation", arguments, user=user, principal=principal
        )
        shown = self.preview(call).preview
        self.assertIn(f"Confirms the quotation {order.name}.", shown)
        self.assertIn("credit limit", shown.lower())
        self.env.invalidate_all()
        self.assertEqual(order.state, "draft")

    def test_an_order_is_not_confirmed_twice_and_says_why(self):
        order = self.sale((self.desk, 1))
        self.assertRefused(self.confirm(order), order.name, "confirmed order already")
        order.action_lock()
        self.assertRefused(self.confirm(order), "locked")

    def test_a_cancelled_one_is_refused_with_the_reason(self):
        order = self.quotation((self.desk, 1))
        order._action_cancel()
        outcome = self.confirm(order)
        self.assertRefused(outcome, "cancelled")
        self.assertEqual(outcome.structured["state"], "cancel")

    def test_a_quotation_that_is_not_there_or_not_mine_is_refused(self):
        order = self.quotation((self.desk, 1))
        order.user_id = self.env.ref("base.user_admin")
        for wrong in (2**30, "S-none", order.id):
            outcome = self.ask("salesman", "confirm_quotation", order_id=wrong)
            self.assertRefused(outcome, "order_id")

    def test_who_has_no_right_to_anything_here_does_not_know_the_tool(self):
        order = self.quotation((self.desk, 1))
        with self.assertRaises(UnknownName):
            self.confirm(order, role="")

    def test_a_purchaser_does_not_see_it_and_is_told_the_right(self):
        order = self.quotation((self.desk, 1))
        self.assertRefused(self.confirm(order, role="purchaser"), "write sale.order")
        self.assertEqual(order.state, "draft")

    def test_the_preview_shows_the_state_and_nothing_happens(self):
        order = self.quotation((self.desk, 1))
        answer = self.assertAnswers(self.confirm(order, dry_run=True))
        self.assertIn("sale.order", str(answer["preview"]["counts"]))
        self.env.invalidate_all()
        self.assertEqual((order.state, len(order.picking_ids)), ("draft", 0))

    def test_the_answer_is_small(self):
        outcome = self.confirm(self.quotation((self.desk, 5)))
        self.assertLess(len(str(outcome.structured)) + len(outcome.text), 2000)
