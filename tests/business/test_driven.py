"""What Odoo's own steps set cannot be written bare: the step would not happen."""

from odoo.tests import tagged

from .made import MatrixCase

QUANT = "stock.quant"


@tagged("post_install", "-at_install", "-standard", "business")
class TestDriven(MatrixCase):
    def write(self, record, **values):
        which = {"model": record._name, "record_ids": record.ids}
        return self.by_boss("update_records", **which, values=values)

    def create(self, model, **values):
        return self.by_boss("create_records", model=model, values=values)

    def assertSteps(self, outcome, *words):
        self.assertRefused(outcome, "own steps set it", "detail=actions", *words)

    def test_a_state_is_reached_by_its_step_alone(self):
        for record, state, way in (
            (self.make_quotation(), "sale", "confirm_quotation"),
            (self.make_request(), "purchase", "confirm_purchase_order"),
            (self.make_open_delivery().move_ids, "done", "deliver_to_customer"),
            (self.make_draft_invoice(), "posted", "post_invoice"),
            (self.make_draft_payment(), "paid", "validate_payment"),
            (self.make_open_leave(), "validate", "decide_time_off"),
        ):
            with self.subTest(record._name):
                before = record.state
                self.assertSteps(self.write(record, state=state), "state:", way)
                self.assertEqual(record.state, before)

    def test_nor_is_a_record_made_in_a_later_state(self):
        for model in ("sale.order", "account.move", "stock.scrap", "hr.leave"):
            with self.subTest(model):
                self.assertSteps(self.create(model, state="done"), "state:")

    def test_stock_is_counted_and_moved_and_not_written(self):
        product = self.product("Driven", on_hand=16)
        place = [("product_id", "=", product.id), ("location_id", "=", self.stock.id)]
        quant = self.env[QUANT].search(place)
        self.assertSteps(self.write(quant, quantity=777), "action_apply_inventory")
        new = {"product_id": product.id, "location_id": self.stock.id}
        self.assertSteps(self.create(QUANT, **new, quantity=50), "quantity:")
        self.assertAnswers(self.write(quant, inventory_quantity=25))
        self.assertEqual((quant.quantity, quant.inventory_quantity), (16, 25))

    def test_an_administrator_takes_the_steps_too(self):
        order, user = self.make_quotation(), self.env.ref("base.user_admin")
        values = {"model": order._name, "record_ids": order.ids}
        values["values"] = {"state": "sale"}
        call = self.make_call("update_records", values, user=user)
        self.assertSteps(self.answer(call))

    def test_what_odoo_asks_for_once_is_given_then_and_never_again(self):
        made = self.create("account.move", move_type="in_invoice")
        bill = self.env["account.move"].browse(self.assertAnswers(made)["ids"])
        self.assertEqual(bill.move_type, "in_invoice")
        self.assertAnswers(self.write(bill, ref="V 1"))
        self.assertSteps(self.write(bill, reversed_entry_id=None), "reversed_entry_id")

    def test_what_a_form_opens_at_times_is_written_then(self):
        # 19.0 makes receipts of draft invoices, and never anything of an entry
        entry = self.env["account.move"].create({})
        self.assertEqual((entry.move_type, entry.state), ("entry", "draft"))
        self.assertSteps(self.write(entry, move_type="out_invoice"), "move_type")
        invoice = self.make_draft_invoice()
        opened = "move_type" in self.env["mcp.typed.in"]._names("account.move")
        outcome = self.write(invoice, move_type="out_receipt")
        self.assertEqual(outcome.is_error, not opened)
        self.assertEqual(invoice.move_type == "out_receipt", opened)

    def test_a_stage_that_people_click_is_written(self):
        task = self.make_task()
        self.assertAnswers(self.write(task, state="1_done"))
        self.assertEqual(task.state, "1_done")
        lead = self.env["crm.lead"].create({"name": "L", "user_id": self.boss.id})
        stage = self.env["crm.stage"].create({"name": "Later", "sequence": 90})
        self.assertAnswers(self.write(lead, stage_id=stage.id))
        self.assertEqual(lead.stage_id, stage)
