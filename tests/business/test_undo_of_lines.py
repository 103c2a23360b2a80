"""Lines of documents come back with the values that they had, to the cent."""

from odoo import Command
from odoo.tests import tagged

from .made import MatrixCase

MODELS = {
    "sale.order": ("sale.order.line", "order_line"),
    "purchase.order": ("purchase.order.line", "order_line"),
    "account.move": ("account.move.line", "invoice_line_ids"),
}
ASIDE = ("write_date", "write_uid", "tax_calculation_rounding_method")


@tagged("post_install", "-at_install", "-standard", "business")
class TestUndoOfLines(MatrixCase):
    def order(self, model, **values):
        """Two lines at prices that are not the products' own."""
        lines = [
            Command.create({"product_id": product.id, "price_unit": price, **values})
            for product, price in ((self.desk, 79.8), (self.leg, 12))
        ]
        return self.env[model].create(
            {"partner_id": self.vendor.id, "order_line": lines}
        )

    def bill(self):
        lines = [
            Command.create(
                {"name": name, "quantity": 2, "price_unit": price, "tax_ids": self.tax}
            )
            for name, price in (("Pens", 30), ("Ink", 7))
        ]
        return self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.vendor.id,
                "invoice_date": "2026-01-15",
                "invoice_line_ids": lines,
            }
        )

    @property
    def tax(self):
        domain = [("type_tax_use", "=", "purchase"), ("amount", ">", 0)]
        company = [("company_id", "=", self.env.company.id)]
        tax = self.env["account.tax"].search([*domain, *company], limit=1)
        return [Command.set(tax.ids)]

    def pictured(self, record):
        """All columns of the document and of its lines, as they are stored."""
        self.env.flush_all()
        self.env.cr.flush()
        lines = record.line_ids if record._name == "account.move" else record.order_line
        found = {}
        for records in (record, lines):
            self.env.cr.execute(
                f"SELECT to_jsonb(t) - %s FROM {records._table} t WHERE id IN %s",
                [list(ASIDE), tuple(records.ids)],
            )
            for (row,) in self.env.cr.fetchall():
                # nothing, or 0: Odoo writes either
                values = {name: value for name, value in row.items() if value}
                found[records._name, row["id"]] = values
        return found

    def come_back(self, record, values):
        before = self.pictured(record)
        arguments = {"model": record._name, "record_ids": record.ids}
        self.assertAnswers(self.by_boss("update_records", **arguments, values=values))
        self.env.cr.flush()
        self.assertNotEqual(self.pictured(record), before)
        answer = self.assertAnswers(self.by_boss("undo"))
        self.maxDiff = None
        self.assertEqual(self.pictured(record), before)
        self.assertFalse(answer["not_as_before"])

    def tried(self, record):
        """Each way of changing lines, one after the other, each undone."""
        name = MODELS[record._name][1]
        line, new = record[name][0], {"product_id": self.leg.id, "price_unit": 8}
        amount = "product_qty" if "product_qty" in line._fields else "quantity"
        amount = "product_uom_qty" if record._name == "sale.order" else amount
        return (
            {name: {"remove": line.ids}},
            {name: [[1, line.id, {"price_unit": 5}]]},
            {name: [[1, line.id, {amount: 9}]]},
            {name: {"add": [new]}},
            {name: [new]},
        )

    def test_lines_of_quotations_are_taken_back(self):
        record = self.order("sale.order")
        for values in self.tried(record):
            with self.subTest(values=values):
                self.come_back(record, values)

    def test_lines_of_requests_for_quotation_are_taken_back(self):
        record = self.order("purchase.order", product_qty=3)
        for values in self.tried(record):
            with self.subTest(values=values):
                self.come_back(record, values)

    def test_lines_of_draft_bills_are_taken_back(self):
        record = self.bill()
        untaxed = {
            "invoice_line_ids": [[1, record.invoice_line_ids[0].id, {"tax_ids": []}]]
        }
        for values in (*self.tried(record), untaxed):
            with self.subTest(values=values):
                self.come_back(record, values)

    def many(self, model):
        """A document of a dozen lines that are alike."""
        values = {"product_id": self.desk.id, "price_unit": 79.8, "name": "Desk"}
        if model == "account.move":
            values |= {"quantity": 2, "tax_ids": self.tax}
        name = MODELS[model][1]
        record = self.bill() if model == "account.move" else self.order(model)
        record.write({name: [Command.create(values) for _line in range(12)]})
        return record

    def test_many_lines_that_are_alike_are_taken_back_together(self):
        for model, (lines, name) in MODELS.items():
            record = self.many(model)
            sizes, kind = [], type(self.env[lines])
            write = kind.write

            def counted(records, values, write=write, sizes=sizes):
                sizes.append(len(records))
                return write(records, values)

            for values in ({"price_unit": 5}, {"name": "Other"}):
                each = [[1, line.id, values] for line in record[name]]
                with self.subTest(model, values=values):
                    self.patch(kind, "write", counted)
                    self.come_back(record, {name: each})
                    self.patch(kind, "write", write)
                    self.assertGreaterEqual(max(sizes), 12)
