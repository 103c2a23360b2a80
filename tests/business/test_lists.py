"""Documents are edited by their lists; products and rules are not deleted by them."""

from odoo.tests import tagged

from ..common import McpCase
from .flow import OPERATOR, FlowMixin
from .made import EVERYTHING

# of 19.0, products have a group of their own
MASTER_DATA = ("base.group_partner_manager", "product.group_product_manager")


@tagged("post_install", "-at_install", "-standard", "business")
class TestLists(FlowMixin, McpCase):
    mcp_groups = ",".join((OPERATOR, *EVERYTHING, *MASTER_DATA))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rows = [{"name": f"Listed {n}", "type": "consu"} for n in range(3)]
        cls.one, cls.two, cls.three = cls.env["product.product"].create(rows)

    def update(self, record, name, value):
        outcome = self.call(
            "update_records",
            model=record._name,
            record_ids=record.ids,
            values={name: value},
        )
        self.env.invalidate_all()
        return outcome

    def assertEdited(self, record, name, new):
        """Lines leave by every form; ``new`` are the values of one."""
        for form in ("remove", "replace", "delete", "unlink", "set", "clear"):
            with self.subTest(list=name, form=form):
                record[name] = [(5, 0, 0), (0, 0, new()), (0, 0, new())]
                self.env.flush_all()
                kept, gone = record[name]
                value = {
                    "remove": {"remove": gone.ids},
                    "replace": [*kept.ids, new()],
                    "delete": [[2, gone.id], [1, kept.id, {}]],
                    "unlink": [[3, gone.id]],
                    "set": [[6, 0, kept.ids]],
                    "clear": [],
                }[form]
                self.assertAnswers(self.update(record, name, value))
                self.assertFalse(gone.exists())

    def assertKept(self, record, name):
        lines = record[name]
        for value in ([], {"remove": lines[:1].ids}, [[2, lines[0].id]], [[5]]):
            with self.subTest(list=name, value=value):
                self.assertRefused(self.update(record, name, value), "delete_records")
        self.assertTrue(lines.exists())

    def test_lines_of_orders_and_invoices(self):
        line = {"product_id": self.one.id}
        sale = self.env["sale.order"].create({"partner_id": self.customer.id})
        self.assertEdited(sale, "order_line", lambda: line)
        order = self.env["purchase.order"].create({"partner_id": self.vendor.id})
        self.assertEdited(order, "order_line", lambda: line)
        values = {"move_type": "out_invoice", "partner_id": self.customer.id}
        invoice = self.env["account.move"].create(values)
        amount = {"name": "Line", "price_unit": 5.0}
        self.assertEdited(invoice, "invoice_line_ids", lambda: amount)

    def test_components_and_prices(self):
        template = self.one.product_tmpl_id
        bom = self.env["mrp.bom"].create({"product_tmpl_id": template.id})
        self.assertEdited(bom, "bom_line_ids", lambda: {"product_id": self.two.id})
        price = {"partner_id": self.vendor.id, "price": 5.0}
        self.assertEdited(template, "seller_ids", lambda: price)

    def test_lines_that_people_delete_in_the_form_of_their_order(self):
        order = self.env["mrp.production"].create({"product_id": self.one.id})
        component = {"product_id": self.two.id, "product_uom_qty": 1}
        transfer = self.sale((self.one, 1), (self.two, 1)).picking_ids
        transfer.do_unreserve()
        transfer.move_ids.state = "draft"
        moves = "move_ids_without_package"
        for record, name in (
            (order, "move_raw_ids"),
            (transfer, moves if moves in transfer else "move_ids"),
        ):
            if record == order:
                record[name] = [(0, 0, component), (0, 0, component)]
            kept, gone = record[name]
            self.assertAnswers(self.update(record, name, [[2, gone.id]]))
            self.assertEqual((record[name], gone.exists()), (kept, gone.browse()))

    def test_items_of_another_document_are_no_lines(self):
        order = self.purchase((self.one, 1))
        move = order.order_line.move_ids
        outcome = self.update(order.order_line, "move_ids", [[2, move.id]])
        self.assertRefused(outcome, "delete_records")

    def test_attendees_of_a_meeting(self):
        start, stop = "2026-01-01 10:00:00", "2026-01-01 11:00:00"
        values = {"name": "Meeting", "start": start, "stop": stop}
        # only who organizes or attends one changes it in Odoo's form
        values["user_id"] = self.mcp_caller.id
        meeting = self.env["calendar.event"].create(values)
        guests = self.customer | self.vendor
        self.assertAnswers(self.update(meeting, "partner_ids", guests.ids))
        self.assertEqual(meeting.partner_ids, guests)
        taken = {"remove": self.vendor.ids}
        self.assertAnswers(self.update(meeting, "partner_ids", taken))
        self.assertNotIn(self.vendor, meeting.attendee_ids.partner_id)
        gone = meeting.attendee_ids
        self.assertAnswers(self.update(meeting, "attendee_ids", {"remove": gone.ids}))
        self.assertFalse(gone.exists())

    def test_what_can_be_archived_and_is_deleted_in_its_form(self):
        attribute = self.env["product.attribute"].create(
            {"name": "A", "value_ids": [(0, 0, {"name": n}) for n in "xy"]}
        )
        template = self.three.product_tmpl_id
        values = [(6, 0, attribute.value_ids.ids)]
        row = {"attribute_id": attribute.id, "value_ids": values}
        template.attribute_line_ids = [(0, 0, row)]
        self.assertAnswers(self.update(template, "attribute_line_ids", []))
        self.assertFalse(template.attribute_line_ids)
        gone = {"remove": attribute.value_ids[:1].ids}
        self.assertAnswers(self.update(attribute, "value_ids", gone))
        self.assertEqual(attribute.value_ids.mapped("name"), ["y"])

    def test_a_bank_account_leaves_the_contact(self):
        rows = [(0, 0, {"acc_number": number}) for number in ("L1", "L2")]
        self.customer.bank_ids = rows
        gone = self.customer.bank_ids[:1]
        outcome = self.update(self.customer, "bank_ids", {"remove": gone.ids})
        self.assertAnswers(outcome)
        # Odoo archives it where it is used
        self.assertNotIn(gone, self.customer.bank_ids)

    def test_products_and_categories_are_no_lines(self):
        self.assertKept(self.one.product_tmpl_id, "product_variant_ids")
        category = self.env["product.category"].create(
            {"name": "Top", "child_id": [(0, 0, {"name": "Below"})]}
        )
        self.assertKept(category, "child_id")
        rule = {"product_id": self.one.id, "product_max_qty": 1}
        self.env["stock.warehouse.orderpoint"].create(rule)
        self.assertKept(self.one, "orderpoint_ids")

    def test_an_order_of_thirty_lines_is_no_bulk_write(self):
        line = {"product_id": self.one.id}
        outcome = self.call(
            "create_records",
            model="sale.order",
            values={"partner_id": self.customer.id, "order_line": [line] * 30},
        )
        self.assertAnswers(outcome)
