"""What goes into a product that is made, where it is not what the order says."""

from odoo.tests import tagged

from .test_manufacturing import CompletingCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestComponents(CompletingCase):
    def consumed(self, order, *components, **arguments):
        """How much of each component went in, and of which lots."""
        arguments["components"] = list(components)
        answer = self.assertAnswers(self.complete(order, **arguments))
        self.env.invalidate_all()
        done = [
            (m.quantity, m.move_line_ids.lot_id.mapped("name"))
            for m in order.move_raw_ids
            if m.state == "done"
        ]
        told = [(c["consumed"], c["lots"]) for c in answer["components"]]
        self.assertEqual(told, done)
        return told

    def legs(self, quantity, **values):
        return {"product_id": self.leg.id, "quantity": quantity, **values}

    def test_more_or_less_goes_in_than_was_planned(self):
        for quantity, left in ((5, 1), (0.5, 0.5)):
            with self.subTest(quantity=quantity):
                order = self.order()
                self.assertEqual(
                    self.consumed(order, self.legs(quantity))[0][0], quantity
                )
                self.env.invalidate_all()
                self.assertEqual(self.leg.qty_available, left)

    def test_what_differs_is_said_before(self):
        told = self.complete(self.order(), components={"Flow Leg": 5}, dry_run=True)
        self.assertAnswers(told)
        self.assertIn("Flow Leg: 5 Units instead of 4.", told.text.splitlines()[1])

    def test_a_strict_bill_asks(self):
        order = self.order()
        order.consumption = "strict"
        outcome = self.complete(order, components=[self.legs(5)])
        self.assertRefused(outcome, "Consumption")
        self.assertIn("wizard", outcome.structured["needs_input"]["how"])
        self.env.invalidate_all()
        self.assertEqual((order.state, self.leg.qty_available), ("confirmed", 6))

    def test_lots_are_taken_that_were_not_reserved(self):
        self.track("lot", A=3, B=6)
        order = self.order()
        lots = [{"lot": "B", "quantity": 4}]
        line = {"product_id": self.leg.id, "lots": lots}
        self.assertEqual(self.consumed(order, line), [(4, ["B"])])
        by_lot = {q.lot_id.name: q.quantity for q in self.quants() if q.quantity}
        self.assertEqual(by_lot, {"A": 3, "B": 2})

    def test_serial_numbers_are_named_one_by_one(self):
        self.track("serial", **{f"S{n}": 1 for n in range(6)})
        order = self.order()
        line = {"product_id": self.leg.id, "lots": ["S5", "S4", "S1", "S0"]}
        [(quantity, names)] = self.consumed(order, line)
        self.assertEqual((quantity, set(names)), (4, {"S0", "S1", "S4", "S5"}))

    def test_a_component_that_people_count_goes_in_as_planned_unless_it_is_named(self):
        order = self.order()
        order.move_raw_ids.manual_consumption = True
        self.assertEqual(self.consumed(order), [(4, [])])

    def test_what_is_not_there_is_refused_and_nothing_was_made(self):
        self.track("lot", A=3)
        order = self.order()
        for line, words in (
            ({"product_id": self.table.id, "quantity": 1}, ["no such open line"]),
            ({"product_id": self.leg.id, "lots": ["Z"]}, ["no lot", "Z"]),
            (self.legs(4, lots=[{"lot": "A", "quantity": 4}]), ["not enough"]),
            (self.legs(3, lots=[{"lot": "A", "quantity": 4}]), ["the quantity is 3"]),
            (self.legs(0.555), ["counted in steps"]),
        ):
            with self.subTest(words):
                self.assertRefused(self.complete(order, components=[line]), *words)
        self.assertEqual((order.state, self.table.qty_available), ("confirmed", 0))

    def track(self, kind, **lots):
        """Legs by lots, in stock as ``lots`` says."""
        self.leg = self.product("Flow Leg by lots", tracking=kind)
        for name, quantity in lots.items():
            self.put_in_stock(self.leg, quantity, self.lot(self.leg, name))

    def quants(self):
        return self.env["stock.quant"].search(
            [("product_id", "=", self.leg.id), ("location_id", "=", self.stock.id)]
        )
