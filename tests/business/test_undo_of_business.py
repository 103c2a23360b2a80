"""Undo where Odoo's own hooks reverse effects too, or refuse."""

from odoo.tests import tagged

from ...services.compat.employees import approve_time_off
from ...services.journal import images
from ...services.journal.recording import recording
from .made import MatrixCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestUndoOfBusiness(MatrixCase):
    def asked(self, tool, user=None, **arguments):
        """A call that must succeed, and what Odoo does right before the commit."""
        outcome = self.answer(self.make_call(tool, arguments, user=user or self.boss))
        data = self.assertAnswers(outcome)
        self.settle()
        return data

    def settle(self):
        self.env.cr.flush()
        self.env.invalidate_all()

    def changed(self, body, user=None):
        """Run ``body(env)`` as a tool would and keep its change set."""
        env = self.env(user=(user or self.boss).id)
        with recording(env) as journal:
            body(env)
            env.flush_all()
            change = journal.finished(env)
        texts = {"kind": "change", "summary": "test", "tool": "test"}
        self.settle()
        return env["mcp.change"]._keep(change, texts)

    def columns(self, record, *names):
        self.settle()
        return [record[name] for name in names]

    def reserved(self, product=None):
        domain = [
            ("product_id", "=", (product or self.desk).id),
            ("location_id", "=", self.stock.id),
        ]
        self.settle()
        return sum(self.env["stock.quant"].search(domain).mapped("reserved_quantity"))

    def test_a_reservation_is_given_back_once(self):
        self.put_in_stock(self.desk, 10)
        self.sale((self.desk, 3))
        order = self.quotation((self.desk, 2))
        before, user = self.reserved(), self.user("salesman")
        self.asked("confirm_quotation", user, order_id=order.id)
        self.assertEqual(self.reserved(), before + 2)
        answer = self.asked("undo", user)
        self.assertEqual(self.reserved(), before)
        self.assertEqual((order.state, len(order.picking_ids)), ("draft", 0))
        self.assertFalse(answer["not_as_before"])

    def test_what_others_reserved_since_is_no_obstacle_and_stays(self):
        self.put_in_stock(self.desk, 50)
        order, user = self.quotation((self.desk, 1)), self.user("salesman")
        before = self.reserved()
        self.asked("confirm_quotation", user, order_id=order.id)
        other = self.sale((self.desk, 2))
        self.assertEqual(self.reserved(), before + 3)
        answer = self.asked("undo", user)
        self.assertFalse(answer["not_as_before"])
        self.assertEqual((order.state, self.reserved()), ("draft", before + 2))
        self.assertEqual(other.picking_ids.move_ids.quantity, 2)

    def test_reserved_goods_that_were_let_go_are_reserved_again(self):
        self.put_in_stock(self.desk, 50)
        picking = self.sale((self.desk, 4)).picking_ids
        held = self.reserved()
        self.changed(lambda env: env[picking._name].browse(picking.id).do_unreserve())
        other = self.sale((self.desk, 3))
        self.assertEqual(self.reserved(), held - 1)
        self.asked("undo")
        self.assertEqual(self.reserved(), held + 3)
        self.assertEqual(
            (picking.move_ids.quantity, other.picking_ids.state), (4, "assigned")
        )

    def test_a_line_of_a_colleague_does_not_go_with_the_order(self):
        line = {"product_id": self.desk.id, "quantity": 1}
        user, arguments = self.user("purchaser"), {"vendor_id": self.vendor.id}
        made = self.asked("create_purchase_order", user, **arguments, lines=[line])
        order = self.env["purchase.order"].browse(made["id"])
        values = {"order_id": order.id, "product_id": self.leg.id, "product_qty": 11}
        added = self.env["purchase.order.line"].create(values)
        self.settle()
        outcome = self.answer(self.make_call("undo", {}, user=user))
        self.assertRefused(outcome, "added since")
        self.settle()
        self.assertTrue(order.exists() and added.exists())

    def test_what_is_learnt_of_a_won_lead_is_taken_back_once(self):
        if "crm.lead" not in self.env:
            self.skipTest("needs the app crm")
        frequencies = self.env["crm.lead.scoring.frequency"]
        lead = self.env["crm.lead"].create(
            {"name": "Quokka", "type": "opportunity", "user_id": self.boss.id}
        )
        self.settle()

        def known():
            self.settle()
            return {f.id: (f.won_count, f.lost_count) for f in frequencies.search([])}

        lead.copy().action_set_won()
        before = known()
        self.changed(lambda env: env["crm.lead"].browse(lead.id).action_set_won())
        self.asked("undo")
        self.assertEqual(known(), before)

    def test_a_cancelled_delivery_is_ready_again(self):
        picking = self.make_open_delivery()
        move = picking.move_ids
        names = ("state", "quantity", "product_uom_qty")
        before, held = self.columns(move, *names), self.reserved()
        self.changed(lambda env: env[picking._name].browse(picking.id).action_cancel())
        self.assertEqual(move.state, "cancel")
        self.asked("undo")
        self.assertEqual(self.columns(move, *names), before)
        self.assertEqual((picking.state, self.reserved()), ("assigned", held))

    def test_a_changed_demand_comes_back(self):
        move = self.make_open_delivery().move_ids
        names = ("product_qty", "product_uom_qty", "quantity", "state")
        before = self.columns(move, *names)
        values = {"product_uom_qty": 4}
        self.changed(lambda env: env[move._name].browse(move.id).write(values))
        self.assertEqual(move.product_qty, 4)
        self.asked("undo")
        self.assertEqual(self.columns(move, *names), before)

    def test_a_confirmed_production_is_a_draft_again(self):
        self.make_bom()
        order, user = self.make_draft_production(), self.user("maker")
        self.put_in_stock(self.leg, 100)
        self.settle()
        before = self.reserved(self.leg)
        self.asked("confirm_manufacturing_order", user, order_id=order.id)
        self.asked("undo", user)
        states = {order.state, *order.move_raw_ids.mapped("state")}
        self.assertEqual((states, self.reserved(self.leg)), ({"draft"}, before))

    def test_what_goes_with_what_odoo_made_can_be_undone(self):
        """A purchaser may not delete moves; they go with their receipt."""
        order, user = self.make_request(), self.user("purchaser")
        self.asked("confirm_purchase_order", user, order_id=order.id)
        self.assertTrue(order.picking_ids)
        self.asked("undo", user)
        self.assertEqual((order.state, len(order.picking_ids)), ("draft", 0))

    def test_a_colleague_who_was_told_is_no_obstacle(self):
        colleague = self.make_colleague()
        # with personal stages, which 18.0 makes of the first task, and never deletes
        self.make_task().user_ids = colleague
        task = self.make_task()
        user = self.new_user("project.group_project_user")
        task.project_id.privacy_visibility = "employees"
        task.user_ids = self.boss
        self.settle()
        told = [("partner_ids", "in", self.boss.partner_id.ids)]
        before = self.env["mail.message"].search_count(told)
        self.asked("update_task", user, task=task.id, assignees=[colleague.name])
        self.assertEqual(task.user_ids, colleague)
        self.asked("undo", user)
        self.assertEqual(task.user_ids, self.boss)
        self.assertEqual(self.env["mail.message"].search_count(told), before)

    def test_the_mail_of_a_stage_does_not_go_out_again(self):
        task = self.make_task()
        task.partner_id = self.customer
        self.customer.email = "customer@example.com"
        template = self.env["mail.template"].create(
            {
                "name": "Quokka",
                "model_id": self.env["ir.model"]._get_id("project.task"),
                "subject": "Quokka",
                "body_html": "<p>Quokka</p>",
                "use_default_to": True,
            }
        )
        one, two = self.env["project.task.type"].create(
            [
                {"name": name, "project_ids": task.project_id.ids}
                for name in ("One", "Two")
            ]
        )
        task.stage_id = one
        self.settle()
        (one | two).mail_template_id = template
        mails = [("subject", "=", "Quokka")]
        self.asked("update_task", task=task.id, stage=two.name)
        sent = self.env["mail.message"].search_count(mails)
        self.assertTrue(sent)
        tracked = len(task.message_ids.tracking_value_ids)
        self.asked("undo")
        self.assertEqual(task.stage_id, one)
        self.assertEqual(self.env["mail.message"].search_count(mails), sent)
        self.assertGreater(len(task.message_ids.tracking_value_ids), tracked)

    def position(self):
        """A fiscal position, and a customer that has it in two companies."""
        position = self.env["account.fiscal.position"].create({"name": "Export"})
        branch = {"name": "Elsewhere", "parent_id": self.env.company.id}
        other = self.env["res.company"].create(branch)
        customer = self.env["res.partner"].create({"name": "Quokka"})
        for company in self.env.company | other:
            customer.with_company(company).property_account_position_id = position
        self.settle()
        return position, customer, customer.with_company(other)

    def test_links_by_company_to_a_deleted_record_come_back(self):
        position, *views = self.position()
        self.changed(lambda env: position.with_env(env).sudo().unlink())
        for view in views:
            self.assertFalse(view.property_account_position_id)
        answer = self.asked("undo")
        for view in views:
            self.assertEqual(view.property_account_position_id, position)
        self.assertFalse(answer["not_as_before"])

    def test_links_by_company_follow_a_record_to_its_new_id(self):
        position, *views = self.position()
        table, cr = position._table, self.env.cr
        row = images.rows(cr, table, position.ids)[position.id]
        self.changed(lambda env: position.with_env(env).sudo().unlink())
        images.insert(cr, table, [{**row, "create_date": "2001-01-01T00:00:00"}])
        (told,) = self.asked("undo")["new_ids"]
        self.assertNotEqual(told["new_id"], position.id)
        for view in views:
            self.assertEqual(view.property_account_position_id.id, told["new_id"])

    def test_the_text_message_of_a_stage_does_not_go_out_again(self):
        task = self.make_task()
        if "sms_template_id" not in task.stage_id._fields:
            self.skipTest("needs the module project_sms")
        task.partner_id = self.customer
        self.customer.phone = "+41 44 668 18 00"
        template = self.env["sms.template"].create(
            {
                "name": "Quokka",
                "model_id": self.env["ir.model"]._get_id("project.task"),
                "body": "Quokka",
            }
        )
        values = {"project_ids": task.project_id.ids}
        stages = self.env["project.task.type"].create(
            [{"name": name, **values} for name in ("One", "Two")]
        )
        task.stage_id = stages[0]
        self.settle()
        stages.sms_template_id = template
        sent = self.count_texts()
        arguments = {"task": task.id, "stage": "Two"}
        call = self.make_call("update_task", arguments, user=self.boss, dry_run=True)
        told = self.assertAnswers(self.answer(call))["preview"]["irreversible"]
        self.assertIn("Text messages sent: 1", str(told))
        self.assertEqual(self.count_texts(), sent)
        self.asked("update_task", **arguments)
        self.assertEqual(self.count_texts(), [n + 1 for n in sent])
        self.asked("undo")
        self.assertEqual(task.stage_id, stages[0])
        self.assertEqual(self.count_texts(), sent)

    def count_texts(self):
        """What is sent, and what the records say was sent."""
        self.settle()
        messages = self.env["mail.message"]
        return [
            self.env["sms.sms"].search_count([("body", "=", "Quokka")]),
            messages.search_count([("message_type", "=", "sms")]),
        ]

    def test_where_odoo_keeps_time_off_the_tool_for_it_is_named(self):
        # of 19.0's own managers Odoo lets delete it
        officer = self.new_user("hr_holidays.group_hr_holidays_user")
        kind, leaves = self.make_leave_type(), self.env["hr.leave"]

        def approved(env):
            approve_time_off(leaves.browse(self.request(env, kind).id))

        self.changed(approved, officer)
        outcome = self.answer(self.make_call("undo", {}, user=officer))
        self.assertRefused(outcome, "use decide_time_off (approve: false)")

    def request(self, env, kind):
        day = {"request_date_from": "2031-03-05", "request_date_to": "2031-03-05"}
        values = {**day, "employee_id": self.ella.id, "holiday_status_id": kind.id}
        return env["hr.leave"].create(values)

    def test_the_tool_is_not_named_for_time_off_that_was_refused(self):
        officer = self.new_user("hr_holidays.group_hr_holidays_user")
        leave = self.request(self.env, self.make_leave_type())
        self.settle()
        values = {"leave_id": leave.id, "approve": False, "reason": "No"}
        call = self.make_call("decide_time_off", values, user=officer)
        self.assertAnswers(self.answer(call))
        self.settle()
        self.assertEqual(leave.state, "refuse")
        change = self.env["mcp.change"].with_user(officer).search([], limit=1)
        promised = change.can_undo
        outcome = self.answer(self.make_call("undo", {}, user=officer))
        # officers of 19.0 may reset it
        self.assertEqual(leave.state, "refuse" if outcome.is_error else "confirm")
        self.assertNotIn("use decide_time_off", outcome.text)
        # as it was said before
        self.assertEqual(promised, not outcome.is_error)
        self.assertEqual("Undo" in (change.irreversible or ""), outcome.is_error)
