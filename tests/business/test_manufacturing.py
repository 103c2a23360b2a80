from odoo import Command
from odoo.tests import tagged

from ..common import McpCase
from .flow import FlowMixin


class ManufacturingCase(FlowMixin, McpCase):
    roles = ("maker", "maker_manager", "purchaser")

    def setUp(self):
        super().setUp()
        self.table = self.product("Flow Table")
        self.leg = self.product("Flow Leg", on_hand=6)

    def bill(self, product=None, legs=4, role="maker_manager", **arguments):
        product = product or self.table
        lines = [{"product_id": self.leg.id, "quantity": legs}]
        arguments = {"component_lines": lines, **arguments}
        return self.ask(role, "create_bom", product_id=product.id, **arguments)

    def bom(self, **arguments):
        found = self.assertAnswers(self.bill(**arguments))["id"]
        return self.env["mrp.bom"].browse(found)


@tagged("post_install", "-at_install", "-standard", "business")
class TestCreateBom(ManufacturingCase):
    def variants(self):
        attribute = self.env["product.attribute"].create(
            {
                "name": "Flow Colour",
                "value_ids": [Command.create({"name": n}) for n in ("Red", "Blue")],
            }
        )
        line = {"attribute_id": attribute.id, "value_ids": attribute.value_ids.ids}
        template = self.env["product.template"].create(
            {"name": "Flow Chair", "attribute_line_ids": [Command.create(line)]}
        )
        return template.product_variant_ids

    def test_a_bill_is_as_odoo_stored_it(self):
        answer = self.assertAnswers(self.bill(quantity=2))
        bom = self.env["mrp.bom"].browse(answer["id"])
        self.assertEqual(
            (bom.product_tmpl_id, bom.type), (self.table.product_tmpl_id, "normal")
        )
        self.assertEqual((bom.product_qty, answer["quantity"]), (2, 2))
        self.assertEqual(bom.bom_line_ids.product_qty, 4)
        self.assertEqual(answer["lines"][0]["product"]["id"], self.leg.id)
        self.assertFalse(answer["variant"])

    def test_a_variant_is_named_as_answers_show_it(self):
        red, blue = self.variants()
        for variant in (red, blue):
            lines = [{"product_id": self.leg.id, "quantity": 1}]
            arguments = {"product_id": variant.display_name, "component_lines": lines}
            answer = self.assertAnswers(
                self.ask("maker_manager", "create_bom", **arguments)
            )
            self.assertEqual(answer["product"]["id"], variant.id)
        arguments["product_id"] = "Flow Chair (Green)"
        refused = self.ask("maker_manager", "create_bom", **arguments)
        self.assertRefused(refused, "no product.product is called")

    def test_a_component_that_odoo_would_round_is_refused(self):
        self.assertRefused(self.bill(legs=0.333333), "would store 0.33 for 0.333333")
        self.assertFalse(self.env["mrp.bom"]._bom_find(self.table)[self.table])

    def test_the_bill_of_a_variant_is_for_the_variant_alone(self):
        red, blue = self.variants()
        answer = self.assertAnswers(self.bill(red))
        bom = self.env["mrp.bom"].browse(answer["id"])
        self.assertEqual(bom.product_id, red)
        self.assertTrue(answer["variant"])
        self.assertEqual(answer["product"]["id"], red.id)
        found = self.env["mrp.bom"]._bom_find(red | blue)
        self.assertEqual((found[red], bool(found[blue])), (bom, False))

    def test_units_are_those_of_the_products(self):
        kilo = self.env.ref("uom.product_uom_kgm")
        glue = self.product("Flow Glue", uom_id=kilo.id)
        lines = [{"product_id": glue.id, "quantity": 0.5}]
        bom = self.bom(component_lines=lines)
        self.assertEqual(bom.bom_line_ids.product_uom_id, kilo)

    def test_a_kit_is_a_kit(self):
        self.assertEqual(self.bom(bom_type="phantom").type, "phantom")

    def test_other_bills_are_told(self):
        bom = self.bom()
        answer = self.assertAnswers(self.bill())
        self.assertIn(f"({bom.id})", " ".join(answer["warnings"]))

    def test_a_product_is_no_component_of_itself(self):
        lines = [{"product_id": self.table.id, "quantity": 1}]
        self.assertRefused(self.bill(component_lines=lines), "Flow Table")

    def test_wrong_ids_types_and_rights_are_refused(self):
        self.assertRefused(self.bill(bom_type="soup"), "bom_type")
        self.assertRefused(self.bill(component_lines=[]), "component_lines")
        self.assertRefused(self.bill(role="purchaser"), "create mrp.bom")
        outcome = self.ask(
            "maker_manager", "create_bom", product_id=2**30, component_lines=[]
        )
        self.assertRefused(outcome, "product_id")


@tagged("post_install", "-at_install", "-standard", "business")
class TestManufacturingOrders(ManufacturingCase):
    def create(self, product=None, quantity=1, role="maker", **arguments):
        arguments |= {"product_id": (product or self.table).id, "quantity": quantity}
        return self.ask(role, "create_manufacturing_order", **arguments)

    def order(self, **arguments):
        found = self.assertAnswers(self.create(**arguments))["id"]
        return self.env["mrp.production"].browse(found)

    def confirm(self, order, role="maker"):
        return self.ask(role, "confirm_manufacturing_order", order_id=order.id)

    def test_an_order_has_the_components_of_the_bill(self):
        bom = self.bom()
        answer = self.assertAnswers(self.create(quantity=3, origin="FLOW"))
        order = self.env["mrp.production"].browse(answer["id"])
        self.assertEqual((order.state, answer["state"]), ("draft", "draft"))
        self.assertEqual((order.bom_id, answer["bom"]["id"]), (bom, bom.id))
        self.assertEqual((order.product_qty, order.origin), (3, "FLOW"))
        (component,) = answer["components"]
        self.assertEqual((component["needed"], component["reserved"]), (12, 0))

    def test_confirming_reserves_the_components(self):
        self.bom()
        order = self.order()
        answer = self.assertAnswers(self.confirm(order))
        self.env.invalidate_all()
        self.assertEqual((order.state, answer["state"]), ("confirmed", "confirmed"))
        self.assertTrue(answer["available"])
        self.assertEqual(order.reservation_state, "assigned")
        self.assertEqual(answer["components"][0]["reserved"], 4)

    def test_what_components_lack_is_told_by_product(self):
        self.bom()
        answer = self.assertAnswers(self.confirm(self.order(quantity=2)))
        self.assertFalse(answer["available"])
        (short,) = answer["shortages"]
        self.assertEqual(short["product"]["id"], self.leg.id)
        self.assertEqual((short["needed"], short["reserved"]), (8, 6))

    def test_a_bill_that_was_chosen_is_taken_and_must_fit(self):
        self.bom()
        second = self.bom(legs=3)
        order = self.order(bom_id=second.id)
        self.assertEqual(order.bom_id, second)
        other = self.bom(product=self.product("Flow Other"))
        outcome = self.create(bom_id=other.id)
        self.assertRefused(outcome, "does not make", f"({second.id})")

    def test_without_a_bill_it_says_so_and_a_kit_is_not_made(self):
        answer = self.assertAnswers(self.create())
        self.assertIn("no bill of materials", " ".join(answer["warnings"]))
        self.bom(bom_type="phantom")
        self.assertRefused(self.create(), "kit")

    def test_wrong_states_are_refused_with_the_reason(self):
        self.bom()
        order = self.order()
        self.assertAnswers(self.confirm(order))
        self.assertRefused(self.confirm(order), "confirmed already")
        order.action_cancel()
        self.assertRefused(self.confirm(order), "cancelled")

    def test_wrong_ids_and_rights_are_refused(self):
        outcome = self.ask("maker", "confirm_manufacturing_order", order_id=2**30)
        self.assertRefused(outcome, "order_id")
        self.assertRefused(self.create(quantity=0), "quantity")
        self.assertRefused(self.create(role="purchaser"), "mrp.production")

    def test_the_old_names_do(self):
        self.bom()
        arguments = {"product_id": "Flow Table", "quantity": 1}
        outcome = self.ask("maker", "odoo_create_manufacturing_order", **arguments)
        name = self.assertAnswers(outcome)["name"]
        outcome = self.ask("maker", "odoo_confirm_manufacturing_order", mo_id=name)
        self.assertEqual(self.assertAnswers(outcome)["state"], "confirmed")

    def test_the_buttons_of_a_work_order_are_those_of_its_list(self):
        arguments = {"model": "mrp.workorder", "detail": "actions"}
        outcome = self.ask("maker", "describe_model", **arguments)
        self.assertAnswers(outcome)
        self.assertIn("method button_start", outcome.text)

    def test_the_answer_is_small(self):
        self.bom()
        outcome = self.confirm(self.order())
        self.assertLess(len(str(outcome.structured)) + len(outcome.text), 2000)


class CompletingCase(ManufacturingCase):
    def order(self, quantity=1):
        """A confirmed one."""
        self.bom()
        values = {"product_id": self.table.id, "product_qty": quantity}
        order = self.env["mrp.production"].create(values)
        order.action_confirm()
        return order

    def complete(self, order, **arguments):
        arguments = {"order_id": order.id, **arguments}
        return self.ask("maker", "complete_manufacturing_order", **arguments)


@tagged("post_install", "-at_install", "-standard", "business")
class TestCompleteManufacturingOrder(CompletingCase):
    def test_a_tracked_product_asks_for_its_number(self):
        self.table.tracking = "serial"
        order = self.order()
        asked = self.complete(order)
        self.assertRefused(asked, "serial number")
        self.assertEqual(asked.structured["needs_input"]["argument"], "lots")
        answer = self.assertAnswers(self.complete(order, lots=["T-1"]))
        self.assertEqual(answer["lots"], ["T-1"])
        lots = self.env["stock.lot"].search([("product_id", "=", self.table.id)])
        self.assertEqual((lots.mapped("name"), lots.product_qty), (["T-1"], 1))

    def test_a_product_by_lots_takes_one_and_an_untracked_one_none(self):
        self.assertRefused(self.complete(self.order(), lots=["A"]), "not tracked")
        self.table.tracking = "lot"
        order = self.order()
        self.assertRefused(self.complete(order, lots=["A", "B"]), "One lot")
        answer = self.assertAnswers(self.complete(order, lots=["A"]))
        self.assertEqual((answer["lots"], order.state), (["A"], "done"))

    def test_what_is_given_up_is_not_made_later(self):
        order = self.order(quantity=2)
        answer = self.complete(order, quantity=1, backorder=False)
        self.assertIsNone(self.assertAnswers(answer)["backorder"])
        self.assertEqual((order.state, self.table.qty_available), ("done", 1))

    def test_only_what_is_neither_reserved_nor_free_is_said_to_be_missing(self):
        order = self.order(quantity=2)
        some = self.complete(order, quantity=1, backorder=False, dry_run=True)
        self.assertAnswers(some)
        self.assertNotIn("Not in stock", some.text)
        every = self.complete(order, dry_run=True)
        self.assertAnswers(every)
        self.assertIn("needed 8 Units, reserved 6, free 0", every.text)
        self.put_in_stock(self.leg, 2)
        answer = self.complete(order)
        self.assertEqual(self.assertAnswers(answer)["warnings"], [])

    def test_a_quantity_that_odoo_would_round_is_refused(self):
        order = self.order(quantity=1)
        for asked in (0.001, 0.555):
            outcome = self.complete(order, quantity=asked, backorder=True)
            self.assertRefused(outcome, "counted in steps of 0.01")
        self.assertEqual(order.state, "confirmed")

    def test_what_others_lose_and_what_exceeds_the_order_is_said(self):
        first, second = self.order(quantity=1), self.order(quantity=1)
        self.assertEqual(second.move_raw_ids.quantity, 2)
        told = self.complete(second, quantity=2, dry_run=True)
        self.assertAnswers(told)
        sentence = told.text.splitlines()[1]
        self.assertIn("Flow Table: 2, more than the 1 expected", sentence)
        lost = f"{first.name} loses what was reserved for it: Flow Leg"
        self.assertIn(lost, sentence)
        warnings = self.assertAnswers(self.complete(second, quantity=2))["warnings"]
        self.assertTrue(any(lost in said for said in warnings), warnings)

    def test_what_is_free_is_counted_once_for_all_components(self):
        self.bom(component_lines=[{"product_id": self.leg.id, "quantity": 4}] * 2)
        values = {"product_id": self.table.id, "product_qty": 1}
        order = self.env["mrp.production"].create(values)
        order.action_confirm()
        order.do_unreserve()
        told = self.complete(order, dry_run=True)
        self.assertAnswers(told)
        self.assertEqual(told.text.count("Not in stock"), 1)
        self.assertIn("needed 4 Units, reserved 0, free 2", told.text)
        self.put_in_stock(self.leg, 2)
        answer = self.complete(order)
        self.assertEqual(self.assertAnswers(answer)["warnings"], [])
