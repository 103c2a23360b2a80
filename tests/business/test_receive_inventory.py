from odoo.tests import tagged

from ...services.errors import UnknownName
from ..common import McpCase
from .flow import FlowMixin


@tagged("post_install", "-at_install", "-standard", "business")
class TestReceiveInventory(FlowMixin, McpCase):
    roles = ("warehouse",)

    def setUp(self):
        super().setUp()
        self.desk = self.product("Flow Desk")
        self.serial = self.product("Flow Serial", tracking="serial")

    def receive(self, order, **arguments):
        name = {"po_name": order.name}
        return self.ask("warehouse", "receive_inventory", **name, **arguments)

    def test_all_that_is_expected_comes_in(self):
        order = self.purchase((self.desk, 7))
        answer = self.assertAnswers(self.receive(order))
        self.env.invalidate_all()
        self.assertEqual(answer["state"], "done")
        self.assertEqual(order.order_line.qty_received, 7)
        self.assertEqual(self.desk.qty_available, 7)
        self.assertEqual(answer["lines"][0]["done"], 7)

    def test_a_part_asks_then_keeps_a_backorder(self):
        order = self.purchase((self.desk, 7))
        first = self.receive(order, quantities={"Flow Desk": 5})
        self.assertRefused(first, "backorder = true", "2 Flow Desk")
        answer = self.assertAnswers(
            self.receive(order, quantities={"Flow Desk": 5}, backorder=True)
        )
        self.assertEqual(answer["lines"][0]["done"], 5)
        second = self.assertAnswers(self.receive(order))
        self.assertEqual(second["id"], answer["backorder"]["id"])
        self.env.invalidate_all()
        self.assertEqual(order.order_line.qty_received, 7)

    def test_the_next_step_of_a_warehouse_with_several_is_named(self):
        self.stock.warehouse_id.reception_steps = "two_steps"
        order = self.purchase((self.desk, 4))
        outcome = self.receive(order)
        said = " ".join(self.assertAnswers(outcome)["warnings"])
        self.env.invalidate_all()
        onward = order.picking_ids.move_ids.move_dest_ids.picking_id
        self.assertTrue(onward)
        self.assertIn(f"they go on by: {onward.name}.", said)
        status = self.ask("warehouse", "get_workflow_status", order=order.name)
        self.assertIn(f"next: {onward.name}", status.text)

    def test_serial_numbers_are_asked_for_and_kept(self):
        order = self.purchase((self.serial, 2))
        outcome = self.receive(order)
        self.assertRefused(outcome, "serial numbers are needed", "Flow Serial")
        (line,) = outcome.structured["needs_input"]["lines"]
        numbers = [{"lot": name} for name in ("IN-1", "IN-2")]
        lines = [{"move_id": line["move_id"], "lots": numbers}]
        answer = self.assertAnswers(self.receive(order, quantities=lines))
        self.assertEqual(set(answer["lines"][0]["lots"]), {"IN-1", "IN-2"})
        lots = self.env["stock.lot"].search([("product_id", "=", self.serial.id)])
        self.assertEqual(lots.mapped("product_qty"), [1, 1])

    def test_what_has_lots_goes_to_the_shelf_of_its_rule(self):
        shelf = self.env["stock.location"].create(
            {"name": "Flow Shelf", "location_id": self.stock.id}
        )
        for product in (self.desk, self.serial):
            rule = {"product_id": product.id, "location_in_id": self.stock.id}
            self.env["stock.putaway.rule"].create({**rule, "location_out_id": shelf.id})
        order = self.purchase((self.serial, 2), (self.desk, 3))
        lines = [
            {"product_id": self.serial.id, "lots": ["IN-1", "IN-2"]},
            {"product_id": self.desk.id, "quantity": 3},
        ]
        self.assertAnswers(self.receive(order, quantities=lines))
        places = order.picking_ids.move_line_ids.location_dest_id
        self.assertEqual(places, shelf)

    def test_more_than_ordered_comes_in_and_is_said(self):
        order = self.purchase((self.desk, 7))
        answer = self.assertAnswers(self.receive(order, quantities={"Flow Desk": 9}))
        self.assertIn("more than the 7", answer["warnings"][0])
        self.assertEqual(self.desk.qty_available, 9)

    def test_a_delivery_names_the_tool_for_it(self):
        self.put_in_stock(self.desk, 5)
        picking = self.sale((self.desk, 1)).picking_ids
        outcome = self.ask("warehouse", "receive_inventory", picking_id=picking.id)
        self.assertRefused(outcome, "deliver_to_customer")

    def test_a_request_that_nobody_confirmed_has_nothing_to_receive(self):
        order = self.env["purchase.order"].create({"partner_id": self.vendor.id})
        self.assertRefused(self.receive(order), "no transfer", "RFQ")

    def test_what_was_received_is_not_received_again(self):
        order = self.purchase((self.desk, 7))
        self.assertAnswers(self.receive(order))
        self.assertRefused(self.receive(order), "closed")

    def test_the_steps_that_are_told_of_a_return_reach_the_order(self):
        order = self.purchase((self.desk, 7))
        self.assertAnswers(self.receive(order))
        picking = order.picking_ids

        def do(tool, model, **arguments):
            outcome = self.ask("warehouse", tool, model=model, **arguments)
            self.assertAnswers(outcome)
            return outcome

        which = {"detail": "actions", "record_id": picking.id}
        told = do("describe_model", picking._name, **which).text
        self.assertIn('"Return", create it with picking_id alone', told)
        method = "action_create_returns"
        self.assertIn(f"then run {method}", told)
        wizard, values = "stock.return.picking", {"picking_id": picking.id}
        made = do("create_records", wizard, values=values).structured["ids"]
        lines = self.env[wizard].browse(made).product_return_moves
        which = {"record_ids": lines.ids, "values": {"quantity": 2}}
        do("update_records", lines._name, **which)
        do("execute_method", wizard, method=method, record_ids=made)
        back = order.picking_ids - picking
        outcome = self.ask("warehouse", "deliver_to_customer", picking_id=back.id)
        self.assertAnswers(outcome)
        self.env.invalidate_all()
        self.assertEqual(order.order_line.qty_received, 5)

    def test_who_has_no_right_to_anything_here_does_not_know_the_tool(self):
        order = self.purchase((self.desk, 7))
        with self.assertRaises(UnknownName):
            self.ask("hr.group_hr_user", "receive_inventory", po_name=order.name)
