from odoo.tests import tagged

from ...services.errors import UnknownName
from ..common import McpCase
from .flow import FlowMixin


@tagged("post_install", "-at_install", "-standard", "business")
class TestDeliverToCustomer(FlowMixin, McpCase):
    def setUp(self):
        super().setUp()
        self.desk = self.product("Flow Desk", on_hand=10)
        self.lamp = self.product("Flow Lamp", on_hand=10)

    def deliver(self, picking=None, **arguments):
        if picking:
            arguments["picking_id"] = picking.id
        return self.ask("warehouse", "deliver_to_customer", **arguments)

    def test_all_of_an_order_is_delivered_and_read_back(self):
        order = self.sale((self.desk, 4))
        answer = self.assertAnswers(self.deliver(so_name=order.name))
        self.env.invalidate_all()
        picking = order.picking_ids
        self.assertEqual((answer["id"], answer["state"]), (picking.id, "done"))
        (line,) = answer["lines"]
        self.assertEqual((line["expected"], line["done"]), (4, 4))
        self.assertEqual(order.order_line.qty_delivered, 4)
        self.assertEqual(answer["order"]["name"], order.name)
        self.assertIsNone(answer["backorder"])

    def test_a_part_asks_for_a_backorder_and_leaves_nothing_behind(self):
        order = self.sale((self.desk, 4), (self.lamp, 2))
        picking = order.picking_ids
        some = [{"product_id": self.desk.id, "quantity": 3}]
        outcome = self.deliver(picking, quantities=some)
        self.assertRefused(outcome, "backorder = true", "1 Flow Desk", "2 Flow Lamp")
        self.assertFalse(outcome.structured.get("shortages"))
        asks = outcome.structured["needs_input"]
        self.assertEqual(asks["argument"], "backorder")
        self.assertEqual([o["value"] for o in asks["options"]], [True, False])
        self.env.invalidate_all()
        self.assertEqual(picking.state, "assigned")
        self.assertEqual(picking.move_ids.mapped("quantity"), [4, 2])

    def test_with_a_backorder_the_rest_waits_there(self):
        order = self.sale((self.desk, 4), (self.lamp, 2))
        picking = order.picking_ids
        some = [{"product_id": self.desk.id, "quantity": 3}]
        answer = self.assertAnswers(
            self.deliver(picking, quantities=some, backorder=True)
        )
        self.env.invalidate_all()
        done = {line["product"]["id"]: line["done"] for line in answer["lines"]}
        self.assertEqual(done, {self.desk.id: 3, self.lamp.id: 0})
        later = picking.backorder_ids
        self.assertEqual(answer["backorder"]["id"], later.id)
        self.assertEqual(answer["backorder"]["state"], later.state)
        left = {m.product_id: m.product_uom_qty for m in later.move_ids}
        self.assertEqual(left, {self.desk: 1, self.lamp: 2})
        self.assertEqual(order.order_line.mapped("qty_delivered"), [3, 0])

    def test_without_one_the_rest_is_cancelled_and_said(self):
        order = self.sale((self.desk, 4), (self.lamp, 2))
        picking = order.picking_ids
        answer = self.assertAnswers(
            self.deliver(picking, quantities={"Flow Desk": 3}, backorder=False)
        )
        self.env.invalidate_all()
        self.assertFalse(picking.backorder_ids)
        gone = {line["product"]["name"] for line in answer["cancelled"]}
        self.assertEqual(gone, {"Flow Desk", "Flow Lamp"})
        self.assertEqual(order.order_line.mapped("qty_delivered"), [3, 0])

    def test_what_is_reserved_goes_when_stock_is_short(self):
        order = self.sale((self.desk, 14))
        outcome = self.deliver(so_name=order.name)
        self.assertRefused(outcome, "4 Flow Desk")
        (short,) = outcome.structured["shortages"]
        self.assertEqual((short["needed"], short["reserved"]), (14, 10))
        answer = self.assertAnswers(self.deliver(so_name=order.name, backorder=True))
        self.assertEqual(answer["lines"][0]["done"], 10)

    def test_nothing_reserved_is_refused_with_the_shortage(self):
        order = self.sale((self.product("Flow None"), 2))
        outcome = self.deliver(so_name=order.name)
        self.assertRefused(outcome, "Nothing is reserved", "Flow None")
        self.assertEqual(outcome.structured["shortages"][0]["missing"], 2)

    def test_stock_that_came_since_is_reserved_first(self):
        rare = self.product("Flow Rare")
        order = self.sale((rare, 2))
        self.put_in_stock(rare, 2)
        answer = self.assertAnswers(self.deliver(so_name=order.name))
        self.assertEqual(answer["lines"][0]["done"], 2)

    def test_more_than_there_is_cannot_be_delivered(self):
        order = self.sale((self.desk, 4))
        outcome = self.deliver(so_name=order.name, quantities={"Flow Desk": 11})
        self.assertRefused(outcome, "not enough of Flow Desk", "7 Units", "6 free")
        self.assertEqual(order.picking_ids.state, "assigned")

    def test_more_than_ordered_is_delivered_when_it_is_there_and_said(self):
        order = self.sale((self.desk, 4))
        answer = self.assertAnswers(
            self.deliver(so_name=order.name, quantities={"Flow Desk": 6})
        )
        self.assertEqual(answer["lines"][0]["done"], 6)
        self.assertIn("more than the 4", answer["warnings"][0])
        quants = self.env["stock.quant"]._gather(self.desk, self.stock)
        self.assertEqual(sum(quants.mapped("quantity")), 4)

    def test_of_several_open_deliveries_none_is_taken(self):
        order = self.sale((self.desk, 4))
        order.picking_ids.copy()
        self.env.invalidate_all()
        self.assertEqual(len(order.picking_ids), 2)
        outcome = self.deliver(so_name=order.name)
        self.assertRefused(outcome, "several open", *order.picking_ids.mapped("name"))
        found = {c["id"] for c in outcome.structured["candidates"]}
        self.assertEqual(found, set(order.picking_ids.ids))

    def test_a_step_that_comes_before_is_named(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self.sale((self.desk, 4))
        first = order.picking_ids.filtered(lambda p: p.picking_type_code == "internal")
        self.assertTrue(first)
        self.assertRefused(self.deliver(so_name=order.name), first.name)
        first.button_validate()
        answer = self.assertAnswers(self.deliver(so_name=order.name))
        self.env.invalidate_all()
        self.assertEqual(answer["lines"][0]["done"], 4)
        self.assertEqual(order.order_line.qty_delivered, 4)

    def test_what_goes_back_to_a_vendor_is_not_said_to_go_to_a_customer(self):
        receipt = self.purchase((self.desk, 4)).picking_ids
        receipt.button_validate()
        wizard = self.env["stock.return.picking"].create({"picking_id": receipt.id})
        wizard.product_return_moves.quantity = 2
        back = wizard._create_return()
        outcome = self.deliver(back, dry_run=True)
        self.assertIn(f"Returns {back.name} to the vendor.", outcome.text)
        self.assertNotIn("customer", outcome.text.partition("Database")[0])
        sold = self.sale((self.desk, 1)).picking_ids
        outcome = self.deliver(sold, dry_run=True)
        self.assertIn(f"Delivers {sold.name} to the customer.", outcome.text)

    def test_closed_ones_are_refused_with_the_reason(self):
        order = self.sale((self.desk, 4))
        picking = order.picking_ids
        self.assertAnswers(self.deliver(picking))
        self.assertRefused(self.deliver(picking), "it was done on")
        self.assertRefused(self.deliver(so_name=order.name), picking.name, "closed")
        other = self.sale((self.desk, 1))
        other.picking_ids.action_cancel()
        self.assertRefused(self.deliver(other.picking_ids), "cancelled")

    def test_a_quotation_has_nothing_to_deliver(self):
        order = self.quotation((self.desk, 4))
        self.assertRefused(self.deliver(so_name=order.name), "no transfer", "Quotation")

    def test_a_receipt_names_the_tool_for_it(self):
        receipt = self.purchase((self.desk, 1)).picking_ids
        self.assertRefused(self.deliver(receipt), "receive_inventory")

    def test_lines_that_are_not_there_are_told_with_those_that_are(self):
        order = self.sale((self.desk, 4))
        outcome = self.deliver(so_name=order.name, quantities={"Flow Lamp": 1})
        self.assertRefused(outcome, "no such open line", "Flow Desk")
        self.assertEqual(outcome.structured["open_lines"][0]["expected"], 4)

    def test_a_product_on_two_lines_needs_the_line(self):
        order = self.sale((self.desk, 4))
        picking = order.picking_ids
        copied = picking.move_ids.copy({"product_uom_qty": 2})
        copied._action_confirm(merge=False)
        copied._action_assign()
        outcome = self.deliver(picking, quantities={"Flow Desk": 1})
        self.assertRefused(outcome, "several lines", str(copied.id))
        lines = [{"move_id": copied.id, "quantity": 2}]
        answer = self.deliver(picking, quantities=lines, backorder=False)
        self.assertEqual(self.assertAnswers(answer)["state"], "done")
        self.assertEqual((copied.quantity, copied.state), (2, "done"))

    def test_a_wrong_id_and_no_id_are_refused(self):
        self.assertRefused(self.deliver(picking_id=2**30), "picking_id")
        self.assertRefused(self.deliver(), "picking_id")
        both = self.sale((self.desk, 1)).picking_ids, self.sale((self.desk, 1))
        outcome = self.deliver(both[0], so_name=both[1].name)
        self.assertRefused(outcome, "does not belong")

    def test_who_has_no_right_to_anything_here_does_not_know_the_tool(self):
        picking = self.sale((self.desk, 1)).picking_ids
        with self.assertRaises(UnknownName):
            self.ask("hr.group_hr_user", "deliver_to_customer", picking_id=picking.id)
        self.assertEqual(picking.state, "assigned")

    def test_an_answer_to_nothing_is_refused(self):
        order = self.sale((self.desk, 4))
        outcome = self.deliver(so_name=order.name, wizard={"button": "process"})
        self.assertRefused(outcome, "leave wizard out")
        self.assertEqual(order.picking_ids.state, "assigned")

    def test_the_answer_is_small(self):
        products = [self.product(f"Flow {n}", on_hand=1) for n in range(20)]
        order = self.sale(*[(product, 1) for product in products])
        outcome = self.deliver(so_name=order.name)
        self.assertAnswers(outcome)
        self.assertLess(len(str(outcome.structured)) + len(outcome.text), 5000)


@tagged("post_install", "-at_install", "-standard", "business")
class TestDeliverLots(FlowMixin, McpCase):
    def setUp(self):
        super().setUp()
        self.serial = self.product("Flow Serial", tracking="serial")
        self.numbers = [self.lot(self.serial, f"FLOW-{n}") for n in range(3)]
        for lot in self.numbers:
            self.put_in_stock(self.serial, 1, lot)

    def deliver(self, order, lots, **arguments):
        line = {"product_id": self.serial.id, "lots": [{"lot": n} for n in lots]}
        return self.ask(
            "warehouse",
            "deliver_to_customer",
            so_name=order.name,
            quantities=[line],
            **arguments,
        )

    def test_the_serial_numbers_asked_for_are_those_that_leave(self):
        order = self.sale((self.serial, 2))
        wanted = ["FLOW-2", "FLOW-0"]
        answer = self.assertAnswers(self.deliver(order, wanted))
        self.assertEqual(set(answer["lines"][0]["lots"]), set(wanted))
        moved = order.picking_ids.move_line_ids
        self.assertEqual(set(moved.lot_id.mapped("name")), set(wanted))
        left = self.env["stock.quant"]._gather(self.serial, self.stock)
        kept = left.filtered("quantity").lot_id
        self.assertEqual(kept.mapped("name"), ["FLOW-1"])

    def test_a_salesman_who_reads_no_lots_delivers_those_that_are_reserved(self):
        order = self.sale((self.serial, 1))
        salesman = self.user("salesman")
        self.assertFalse(self.env["stock.lot"].with_user(salesman).has_access("read"))
        outcome = self.ask("salesman", "deliver_to_customer", so_name=order.name)
        (line,) = self.assertAnswers(outcome)["lines"]
        self.assertEqual((line["done"], len(line["lots"])), (1, 1))

    def test_wrong_lots_are_refused(self):
        order = self.sale((self.serial, 2))
        self.assertRefused(self.deliver(order, ["NONE"]), "no lot or serial", "NONE")
        self.assertRefused(self.deliver(order, ["FLOW-1", "FLOW-1"]), "twice")
        line = {
            "product_id": self.serial.id,
            "lots": [{"lot": "FLOW-1", "quantity": 2}],
        }
        outcome = self.ask(
            "warehouse",
            "deliver_to_customer",
            so_name=order.name,
            quantities=[line],
        )
        self.assertRefused(outcome, "one piece")

    def test_a_lot_that_is_reserved_for_another_is_not_taken_away(self):
        other = self.sale((self.serial, 3))
        self.assertEqual(other.picking_ids.state, "assigned")
        order = self.sale((self.serial, 1))
        self.assertRefused(self.deliver(order, ["FLOW-1"]), "not enough", "FLOW-1")
