"""import_data on documents and goods: lines, and an export that comes back."""

from __future__ import annotations

from odoo.tests import tagged

from ...services.orm.relations import Lookups
from ..common import McpCase
from .flow import FlowMixin


@tagged("post_install", "-at_install", "-standard", "business")
class TestImportBusiness(FlowMixin, McpCase):
    roles = ("importer",)

    @classmethod
    def new_user(cls, role, **values):
        groups = "odoo_mcp.group_importer,base.group_allow_export,"
        # whoever manages sales manages products
        groups += "sales_team.group_sale_manager"
        if cls.env.ref("product.group_product_manager", raise_if_not_found=False):
            groups += ",product.group_product_manager"
        return super().new_user(groups if role == "importer" else role, **values)

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("mcp.stage", "staging")
        self.desk = self.product("Import Desk", default_code="IMP-D", list_price=80)
        self.chair = self.product("Import Chair", default_code="IMP-C", list_price=20)

    def run_import(self, source, model="sale.order", **arguments):
        return self.ask(
            "importer", "import_data", model=model, source=source, **arguments
        )

    def exported(self, order, fields):
        """An export of the order with the names of columns, as an attachment."""
        self.env.flush_all()
        answer = self.ask(
            "importer",
            "export_data",
            model="sale.order",
            domain=[["id", "=", order.id]],
            fields=fields,
            format="csv",
            headers="names",
        )
        self.assertAnswers(answer)
        link = self.env["mcp.link"].search([], order="id desc", limit=1)
        made = self.env["ir.attachment"].with_user(self.user("importer"))
        held = made.create({"name": "orders.csv", "raw": link._stored().raw})
        return {"attachment_id": held.id}

    def test_goods_of_many_rows_are_looked_up_together(self):
        named = [(f"Numbat {n}", f"NB{n}") for n in range(30)]
        goods = [self.product(name, default_code=code) for name, code in named]
        for words in ("name", "default_code", "display_name"):
            names = [product[words] for product in goods]
            spent = []
            for count in (3, 3, 30):
                self.env.invalidate_all()
                start = self.env.cr.sql_log_count
                lookups = Lookups(self.env(user=self.user("importer").id))
                lookups.expect("product.product", names[:count])
                found = [lookups.one("product.product", n) for n in names[:count]]
                spent.append(self.env.cr.sql_log_count - start)
                self.assertEqual(found, [product.id for product in goods[:count]])
            with self.subTest(words=words):
                self.assertEqual(spent[1], spent[2])

    def test_goods_that_are_called_as_others_are_shown_are_meant_by_it(self):
        named = self.product("[IMP-D] Import Desk")
        self.assertEqual(self.desk.display_name, named.name)
        for more in ([], ["Import Chair"]):
            lookups = Lookups(self.env(user=self.user("importer").id))
            lookups.expect("product.product", [named.name, *more])
            self.assertEqual(lookups.one("product.product", named.name), named.id)

    def test_of_two_taxes_of_one_name_the_one_that_fits_is_meant(self):
        taxes = self.env["account.tax"].create(
            [
                {"name": "Quokka 7 %", "amount": 7, "type_tax_use": use}
                for use in ("sale", "purchase", "none")
            ]
        )
        desk = self.desk.product_tmpl_id
        text = "default_code,taxes_id,supplier_taxes_id\nIMP-D,Quokka 7 %,Quokka 7 %\n"
        arguments = {"model": "product.template", "key": ["default_code"]}
        self.assertAnswers(self.run_import({"text": text}, **arguments))
        self.env.invalidate_all()
        self.assertEqual(desk.taxes_id & taxes, taxes[0])
        self.assertEqual(desk.supplier_taxes_id & taxes, taxes[1])

    def test_of_two_that_fit_the_one_that_is_there_is_meant(self):
        partners = self.env["res.partner"].create([{"name": "Quokka"}] * 2)
        order = self.env["sale.order"].create({"partner_id": partners[1].id})
        text = f".id,partner_id\n{order.id},Quokka\n"
        self.assertAnswers(self.run_import({"text": text}))
        text = "client_order_ref,partner_id\nIMP-9,Quokka\n"
        self.assertRefused(self.run_import({"text": text}), "names several")

    def test_orders_come_with_their_lines(self):
        text = (
            "client_order_ref,partner_id,order_line/product_id,"
            "order_line/product_uom_qty,order_line/price_unit\n"
            "IMP-1,Flow Customer,IMP-D,2,75.5\n"
            ",,IMP-C,4,\n"
            "IMP-2,Flow Customer,IMP-C,1,\n"
        )
        answer = self.assertAnswers(self.run_import({"text": text}))
        self.assertEqual(answer["created"], 2)
        self.env.invalidate_all()
        orders = self.env["sale.order"].search(
            [("client_order_ref", "in", ["IMP-1", "IMP-2"])], order="id"
        )
        first = orders[0].order_line
        self.assertEqual(first.mapped("product_id"), self.desk + self.chair)
        self.assertEqual(first.mapped("product_uom_qty"), [2, 4])
        self.assertEqual(first.mapped("price_unit"), [75.5, 20])
        self.assertEqual(orders[1].amount_untaxed, 20)
        taken_back = self.ask("importer", "rollback_import")
        self.assertAnswers(taken_back)
        self.assertFalse(orders.exists())

    def test_an_order_that_was_exported_is_imported_to_itself(self):
        order = self.quotation((self.desk, 2), (self.chair, 4))
        lines, count = order.order_line, self.env["sale.order"].search_count([])
        before = (order.amount_total, lines.mapped("price_unit"), order.name)
        fields = ["id", "name", "partner_id.id", "state", "amount_total"]
        fields += [f"order_line.{n}" for n in ("id", "product_id.id", "name")]
        fields += [f"order_line.{n}" for n in ("product_uom_qty", "price_unit")]
        source = self.exported(order, fields)
        answer = self.assertAnswers(self.run_import(source))
        self.assertEqual((answer["updated"], answer["unchanged"]), (0, 1))
        left_out = {x["column"] for x in answer["left_out"]}
        self.assertLessEqual({"state", "amount_total"}, left_out)
        self.env.invalidate_all()
        self.assertEqual(order.order_line, lines)
        self.assertEqual(self.env["sale.order"].search_count([]), count)
        after = (order.amount_total, lines.mapped("price_unit"), order.name)
        self.assertEqual(after, before)
        self.assertEqual(lines.mapped("product_uom_qty"), [2, 4])

    def test_a_confirmed_order_that_was_exported_is_imported_to_itself(self):
        order = self.quotation((self.desk, 2))
        order.action_confirm()
        fields = ["id", "partner_id.id", "pricelist_id.id", "client_order_ref"]
        fields += [f"order_line.{n}" for n in ("id", "product_id.id", "price_unit")]
        answer = self.assertAnswers(self.run_import(self.exported(order, fields)))
        self.assertEqual((answer["updated"], answer["unchanged"]), (0, 1))
        other = self.env["res.partner"].create({"name": "Someone Else"})
        text = f".id,partner_id/.id\n{order.id},{other.id}\n"
        self.assertRefused(self.run_import({"text": text}), "read-only")

    def test_a_price_in_the_file_stays_where_its_product_changes(self):
        order = self.quotation((self.desk, 2))
        line = order.order_line
        text = (
            ".id,order_line/.id,order_line/product_id,order_line/price_unit\n"
            f"{order.id},{line.id},IMP-C,80\n"
        )
        answer = self.assertAnswers(self.run_import({"text": text}))
        self.assertEqual(answer["updated"], 1)
        self.env.invalidate_all()
        self.assertEqual((line.product_id, line.price_unit), (self.chair, 80))

    def test_a_price_stays_that_stands_beside_a_change_of_the_customer(self):
        pricelist = self.env["product.pricelist"].create({"name": "Import"})
        order = self.quotation((self.desk, 2))
        other = self.env["res.partner"].create({"name": "Someone Else"})
        order.pricelist_id, kept = pricelist, pricelist
        text = ".id,partner_id/.id,pricelist_id/.id\n"
        text += f"{order.id},{other.id},{kept.id}\n"
        answer = self.assertAnswers(self.run_import({"text": text}))
        self.assertEqual(answer["updated"], 1)
        self.env.invalidate_all()
        self.assertEqual((order.partner_id, order.pricelist_id), (other, kept))

    def test_a_state_is_never_imported(self):
        order = self.quotation((self.desk, 1))
        text = f".id,state\n{order.id},sale\n"
        self.assertRefused(self.run_import({"text": text}), "No column")
        text = f".id,state,client_order_ref\n{order.id},sale,X\n"
        answer = self.assertAnswers(self.run_import({"text": text}))
        self.assertEqual(answer["left_out"][0]["column"], "state")
        self.env.invalidate_all()
        self.assertEqual((order.state, order.client_order_ref), ("draft", "X"))
