"""A rule holds for every way to what its tool does, not for known buttons alone."""

from odoo import Command
from odoo.tests import tagged

from ..common import McpCase
from .flow import FlowMixin

ACCOUNTANT = "odoo_mcp.group_operator,account.group_account_manager"


class RuleMixin(FlowMixin):
    def setUp(self):
        super().setUp()
        self.approver = self.mcp_user()

    def rule(self, tool, **values):
        values = values or {"approval": True, "approver_ids": self.approver.ids}
        return self.env["mcp.rule"].create({"name": tool, **values})

    def press(self, user, records, method, **more):
        arguments = {"model": records._name, "method": method, **more}
        arguments["record_ids"] = records.ids
        principal = self.principal(user, trusted=True)
        return self.make_call(
            "execute_method", arguments, user=user, principal=principal
        )

    def assertAsksPerson(self, call):
        question = self.preview(call)
        self.assertFalse(question.in_client)
        self.assertTrue(question.approval())
        self.env.invalidate_all()
        approval = self.env["mcp.approval"].search([], limit=1)
        self.assertEqual(approval.approver_ids, self.approver)
        return approval


@tagged("post_install", "-at_install", "-standard", "business")
class TestRulesOfManufacturing(RuleMixin, McpCase):
    roles = ("plant_manager",)

    def setUp(self):
        super().setUp()
        table, leg = self.product("Table"), self.product("Leg", on_hand=6)
        bom = self.env["mrp.bom"].create(
            {
                "product_tmpl_id": table.product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": leg.id, "product_qty": 4})
                ],
            }
        )
        values = {"product_id": table.id, "product_qty": 1, "bom_id": bom.id}
        self.order = self.env["mrp.production"].create(values)
        self.env.flush_all()
        self.maker = self.user("plant_manager")

    def test_planning_an_order_confirms_it(self):
        self.rule("confirm_manufacturing_order")
        approval = self.assertAsksPerson(
            self.press(self.maker, self.order, "button_plan")
        )
        self.assertEqual(self.order.state, "draft")
        approval.with_user(self.approver)._decide("approved")
        self.env.flush_all()
        planned = self.press(self.maker, self.order, "button_plan")
        self.assertAnswers(self.answer(planned))
        self.assertEqual(self.order.state, "confirmed")

    def test_a_wizard_that_a_button_opens_is_the_button(self):
        self.order.action_confirm()
        self.order.qty_producing = 1
        self.env.flush_all()
        self.rule("complete_manufacturing_order")
        wizards = self.env["mrp.consumption.warning"].with_user(self.maker)
        wizard = wizards.create({"mrp_production_ids": self.order.ids})
        self.env.flush_all()
        self.assertAsksPerson(self.press(self.maker, wizard, "action_confirm"))
        self.assertNotEqual(self.order.state, "done")

    def test_a_closed_tool_is_closed_that_way_too(self):
        self.rule("confirm_manufacturing_order", hidden=True)
        outcome = self.answer(self.press(self.maker, self.order, "button_plan"))
        self.assertRefused(outcome, "by a rule")
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "draft")

    def test_what_a_known_step_sets_off_is_not_asked_for(self):
        self.rule("post_invoice")
        confirmed = self.press(self.maker, self.order, "action_confirm")
        self.assertAnswers(self.answer(confirmed))
        self.assertEqual(self.order.state, "confirmed")


@tagged("post_install", "-at_install", "-standard", "business")
class TestRulesOfAccounting(RuleMixin, McpCase):
    def setUp(self):
        super().setUp()
        self.accountant = self.mcp_user(ACCOUNTANT)
        line = {"name": "Work", "quantity": 1, "price_unit": 100, "tax_ids": []}
        self.invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-01-02",
                "invoice_line_ids": [Command.create(line)],
            }
        )
        self.invoice.action_post()
        self.env.flush_all()

    def test_a_credit_note_that_a_wizard_posts_is_posted(self):
        self.rule("post_invoice")
        wizard = {
            "values": {"journal_id": self.invoice.journal_id.id},
            "button": "modify_moves",
        }
        reverse = ("action_reverse", {"wizard": wizard})
        self.assertAsksPerson(
            self.press(self.accountant, self.invoice, reverse[0], **reverse[1])
        )
        self.assertFalse(self.invoice.reversal_move_ids)

    def test_a_payment_that_is_validated_is_one(self):
        self.rule("register_payment")
        payment = self.env["account.payment"].create(
            {"amount": 5, "partner_id": self.customer.id, "payment_type": "outbound"}
        )
        self.env.flush_all()
        for method in ("action_validate", "action_post"):
            self.assertAsksPerson(self.press(self.accountant, payment, method))
            self.assertEqual(payment.state, "draft")

    def test_the_wizard_that_sends_is_known_though_it_is_not_open(self):
        self.rule("send_invoice")
        found = self.env["mcp.policy"]._pressing(["*.action_send_and_print"])
        self.assertEqual(found, ["send_invoice"])

    def test_what_a_cron_is_to_post_is_posted(self):
        self.rule("post_invoice")
        draft = self.invoice.copy({"invoice_date": "2026-01-03"})
        self.env.flush_all()
        call = self.make_call(
            "update_records",
            {
                "model": "account.move",
                "record_ids": draft.ids,
                "values": {"auto_post": "at_date"},
            },
            user=self.accountant,
            principal=self.principal(self.accountant, trusted=True),
        )
        self.assertAsksPerson(call)
        self.assertEqual(draft.auto_post, "no")

    def test_a_rule_that_asks_no_more_than_was_asked_asks_nothing_twice(self):
        self.rule("post_invoice", confirm=True)
        draft = self.invoice.copy({"invoice_date": "2026-01-03"})
        self.env.flush_all()
        asked = self.press(self.accountant, draft, "action_post")
        token = self.preview(asked).token
        confirmed = asked.fresh_copy(confirmation=token)
        self.assertAnswers(self.answer(confirmed))
        self.assertEqual(draft.state, "posted")


@tagged("post_install", "-at_install", "-standard", "business")
class TestStatesComeBack(RuleMixin, McpCase):
    """Undoing a cancelling does not confirm what is something else by now."""

    def setUp(self):
        super().setUp()
        self.buyer = self.mcp_user(
            "odoo_mcp.group_operator,purchase.group_purchase_manager"
        )
        self.chair = self.product("Chair")
        self.order = self.purchase((self.chair, 1))
        self.env.flush_all()
        self.do("button_cancel")
        self.do("button_draft")

    def do(self, method):
        self.assertAnswers(self.answer(self.press(self.buyer, self.order, method)))
        self.env.flush_all()

    def call_as_buyer(self, tool, **arguments):
        principal = self.principal(self.buyer, trusted=True)
        return self.make_call(tool, arguments, user=self.buyer, principal=principal)

    def undo(self):
        """Undo the last change set that stands."""
        change = self.env["mcp.change"].search(
            [("undone_by_id", "=", False), ("kind", "=", "change")], limit=1
        )
        return self.call_as_buyer("undo", change_id=change.id)

    def change(self, **values):
        arguments = {"model": "purchase.order", "record_ids": self.order.ids}
        call = self.call_as_buyer("update_records", **arguments, values=values)
        self.assertAnswers(self.answer(call))
        self.env.flush_all()

    def test_what_was_cancelled_and_not_changed_is_confirmed_again(self):
        for _step in range(2):
            self.assertAnswers(self.answer(self.undo()))
            self.env.flush_all()
        self.assertEqual(self.order.state, "purchase")

    def test_what_was_changed_since_is_not(self):
        drafted, cancelled = self.env["mcp.change"].search(
            [("tool", "=", "execute_method")], limit=2
        )
        line = self.order.order_line
        self.change(order_line=[[1, line.id, {"price_unit": 99_999}]])
        call = self.call_as_buyer("undo", change_id=drafted.id)
        self.assertAnswers(self.answer(call))
        refused = self.answer(self.call_as_buyer("undo", change_id=cancelled.id))
        self.assertRefused(refused, "Nothing was undone")
        spots = {(c["model"], c["field"]) for c in refused.structured["conflicts"]}
        self.assertIn(("purchase.order.line", "price_unit"), spots)
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "cancel")

    def test_nor_what_a_person_changed_in_odoo(self):
        drafted, cancelled = self.env["mcp.change"].search(
            [("tool", "=", "execute_method")], limit=2
        )
        self.env.cr.execute(
            "UPDATE mcp_change SET create_date = create_date - interval '1 hour'"
        )
        self.env.cr.execute(
            "UPDATE purchase_order_line SET price_unit = 99, "
            "write_date = write_date - interval '30 minutes' WHERE order_id = %s",
            [self.order.id],
        )
        self.env.invalidate_all()
        both = drafted | cancelled
        found = both.with_user(self.buyer)._undo().conflicts
        self.assertIn("write_date", [one["field"] for one in found])

    def test_a_rule_is_asked_for_it(self):
        self.assertAnswers(self.answer(self.undo()))
        self.env.flush_all()
        self.rule("confirm_purchase_order")
        self.assertAsksPerson(self.undo())
        self.assertEqual(self.order.state, "cancel")


@tagged("post_install", "-at_install", "-standard", "business")
class TestRulesOfTimeOff(RuleMixin, McpCase):
    def test_approving_in_the_calendar_of_all_is_approving(self):
        types = self.env["hr.leave.type"]
        required = types._fields["requires_allocation"].type == "selection"
        kind = types.create(
            {
                "name": "Off",
                "requires_allocation": "no" if required else False,
                "leave_validation_type": "hr",
            }
        )
        person = self.env["hr.employee"].create({"name": "Person"})
        leave = self.env["hr.leave"].create(
            {
                "employee_id": person.id,
                "holiday_status_id": kind.id,
                "request_date_from": "2031-03-03",
                "request_date_to": "2031-03-03",
            }
        )
        self.env.flush_all()
        officer = self.mcp_user(
            "odoo_mcp.group_operator,hr_holidays.group_hr_holidays_manager"
        )
        shown = self.env["hr.leave.report.calendar"].search(
            [("employee_id", "=", person.id)]
        )
        if not hasattr(shown, "action_approve"):
            self.skipTest("no such button in this Odoo")
        self.rule("decide_time_off")
        self.assertAsksPerson(self.press(officer, shown, "action_approve"))
        self.assertEqual(leave.state, "confirm")
