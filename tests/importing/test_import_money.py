"""Amounts that say their currency, as spreadsheets write them."""

from __future__ import annotations

from odoo.tests import tagged

from ...services.importing import money
from ...services.importing.headers import Column
from ...services.importing.tables import Row, Table
from .import_case import ImportCase

AMOUNT = "partner_latitude"


@tagged("post_install", "-at_install")
class TestImportMoney(ImportCase):
    def setUp(self):
        super().setUp()
        euro = self.env.ref("base.EUR")
        euro.active = True
        # another company's: that of the database may have entries
        values = {"name": "Of euros", "currency_id": euro.id}
        self.company = self.env["res.company"].create(values)
        self.mcp_caller.company_ids |= self.company
        self.mcp_caller.company_id = self.company

    def read(self, *cells):
        """What contacts get for ``cells`` of one column, and what the answer says."""
        rows = "".join(f"Number {n}\t{cell}\n" for n, cell in enumerate(cells))
        answer = self.imported(f"name\t{AMOUNT}\n{rows}")
        made = self.partners.search([("name", "like", "Number ")], order="name")
        found = made.mapped(AMOUNT)
        made.unlink()
        return found, answer["file"].get("currency")

    def test_the_currency_of_the_company_stands_beside_figures(self):
        for cells, right in (
            (["1.250,00 €", "7,50 €"], [1250, 7.5]),
            (["€ 1,250.00", "€7.50"], [1250, 7.5]),
            (["EUR 12.5", "3.5 eur"], [12.5, 3.5]),
            (["-€ 12.5", "€ -12.5", "-12.5 €"], [-12.5, -12.5, -12.5]),
            (["(12.50 €)", "€ 3"], [-12.5, 3]),
        ):
            with self.subTest(cells=cells):
                self.assertEqual(self.read(*cells), (right, "EUR"))

    def test_brackets_take_away_and_say_no_currency(self):
        self.assertEqual(self.read("(12.50)", "3.5"), ([-12.5, 3.5], None))

    def test_another_currency_is_a_problem_of_its_cell(self):
        for cell in ("$ 5.00", "5 USD", "12 %", "€", "5 € 3"):
            with self.subTest(cell=cell):
                self.refused(f"name\t{AMOUNT}\nA\t{cell}\n", cell)

    def test_a_file_with_a_column_of_currencies_has_figures_alone(self):
        rates = self.env["res.currency.rate"].with_company(self.company)
        table = Table(["rate", "currency_id"], [Row(2, ("5 €", "USD"))])
        rate, currency = Column(0, "rate", ("rate",)), Column(1, "c", ("currency_id",))
        self.assertEqual(money.bare(rates, table, [rate, currency]), table)
        self.assertEqual(money.bare(rates, table, [rate]).rows[0].cells, ("5", "USD"))

    def test_whole_numbers_say_no_currency(self):
        self.refused("name\tcolor\nA\t5 €\n", "5 €")
