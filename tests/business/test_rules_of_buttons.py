"""What a rule asks of a tool it asks of the buttons that the tool presses."""

from odoo.tests import tagged

from ..common import McpCase
from .flow import FlowMixin


@tagged("post_install", "-at_install", "-standard", "business")
class TestRulesOfButtons(FlowMixin, McpCase):
    def setUp(self):
        super().setUp()
        self.desk = self.product("Flow Desk", on_hand=3)
        self.order = self.quotation((self.desk, 1))

    def rule(self, tool="confirm_quotation", **values):
        return self.env["mcp.rule"].create({"name": tool, **values})

    def press(self, tool="execute_method", arguments=None, trusted=True, **control):
        user = self.user("salesman")
        given = arguments or {
            "model": "sale.order",
            "method": "action_confirm",
            "record_ids": self.order.ids,
        }
        principal = self.principal(user, trusted=trusted)
        return self.make_call(tool, given, user=user, principal=principal, **control)

    def assertNotYet(self):
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "draft")

    def test_an_approval_is_asked_for_the_button_as_for_the_tool(self):
        approver = self.mcp_user()
        self.rule(approval=True, approver_ids=approver.ids)
        question = self.preview(self.press())
        self.assertFalse(question.in_client)
        self.assertTrue(question.approval())
        self.env.invalidate_all()
        approval = self.env["mcp.approval"].search([], limit=1)
        self.assertEqual(approval.approver_ids, approver)
        self.assertNotYet()
        approval.with_user(approver)._decide("approved")
        self.env.flush_all()
        self.assertAnswers(self.answer(self.press()))
        self.assertEqual(self.order.state, "sale")

    def test_call_tool_is_no_way_round(self):
        self.rule(approval=True)
        named = {"name": "execute_method", "arguments": self.press().arguments}
        self.assertFalse(self.preview(self.press("call_tool", named)).in_client)
        self.assertNotYet()

    def test_a_trusted_key_confirms_what_a_rule_has_confirmed(self):
        self.rule(confirm=True)
        self.assertTrue(self.preview(self.press()).in_client)
        self.assertNotYet()

    def test_a_closed_tool_closes_its_buttons_and_is_not_named(self):
        for closed in (
            {"hidden": True},
            {"group_ids": self.env.ref("base.group_system").ids},
        ):
            rule = self.rule(**closed)
            outcome = self.answer(self.press())
            self.assertRefused(outcome, "sale.order.action_confirm", "by a rule")
            self.assertNotIn("confirm_quotation", outcome.text)
            self.assertNotYet()
            rule.unlink()

    def test_a_rule_of_another_tool_and_none_ask_nothing(self):
        self.rule("confirm_purchase_order", approval=True)
        self.assertAnswers(self.answer(self.press()))
        self.assertEqual(self.order.state, "sale")

    def test_the_button_of_a_wizard_that_is_yet_to_open_is_one(self):
        self.rule("create_invoice", approval=True)
        arguments = {**self.press().arguments, "wizard": {"button": "create_invoices"}}
        params = self.params("execute_method", arguments)
        self.assertEqual(self.pressing(params.buttons()), ["create_invoice"])
        # a button of a document is known with its document
        self.assertFalse(self.pressing(["*.action_confirm"]))

    def params(self, tool, arguments):
        declaration = self.env["mcp.catalog"]._find("tool", tool)
        context = {"env": self.env(user=self.user("salesman"))}
        return declaration.params.model_validate(arguments, context=context)

    def pressing(self, buttons):
        return self.env["mcp.policy"]._pressing(buttons)

    def test_what_tools_say_that_they_press_is_there(self):
        for tool in self.env["mcp.catalog"]._of_kind("tool"):
            presses = tool.mark.presses or ()
            known = [self.is_there(name) for name in presses]
            self.assertTrue(any(known) or not presses, tool.name)

    def is_there(self, name):
        model, _dot, method = name.rpartition(".")
        found = self.env.get(model)
        return "*" in name or (found is not None and hasattr(found, method))

    def test_a_rule_holds_for_the_other_ways_to_what_its_tool_does(self):
        catalog = self.env["mcp.catalog"]
        for way in ("validate_payment", "pay_expense"):
            tool = catalog._find("tool", way)
            self.assertEqual(tool.mark.falls_under, ("register_payment",))
        self.rule("register_payment", approval=True)
        payment = self.env["account.payment"].create(
            {"amount": 5, "partner_id": self.customer.id, "payment_type": "outbound"}
        )
        user = self.mcp_user("odoo_mcp.group_operator,account.group_account_manager")
        call = self.make_call(
            "validate_payment",
            {"payment_ids": payment.ids},
            user=user,
            principal=self.principal(user, trusted=True),
        )
        question = self.preview(call)
        self.assertTrue(question.approval())
        self.env.invalidate_all()
        self.assertEqual(payment.state, "draft")
