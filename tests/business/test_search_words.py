"""``search_tools`` for what no tool is made for: it leads to models and buttons."""

from odoo.tests import tagged

from ...tools.general.search_tools import ANY_MODEL
from ..common import McpCase

# those for any model
GENERAL = (*ANY_MODEL, "count_records")
# who sees the menus of the applications
GROUPS = """
odoo_mcp.group_administrator base.group_partner_manager sales_team.group_sale_manager
stock.group_stock_manager account.group_account_manager hr.group_hr_manager
project.group_project_manager
"""
# the model, and the button if there is one
LED = """
merge contacts: res.partner, window base.partner.merge.automatic.wizard "Merge"
merge leads: crm.lead, window crm.merge.opportunity "Merge"
duplicate leads: crm.lead
mark a lead as lost: crm.lead, window crm.lead.lost "Lost"
lost reason: crm.lost.reason
sales team: crm.team
price list: product.pricelist
quotation template: sale.order.template
duplicate a quotation: sale.order
archive product: product.template
why is product out of stock: product.template
reordering rule: stock.warehouse.orderpoint
scrap: stock.scrap
lot number: stock.lot
product category: product.category
return a delivery: stock.picking
internal transfer: stock.picking
credit note: account.move, method action_reverse "Credit Note"
credit a wrong invoice line: account.move, method action_reverse "Credit Note"
reset invoice to draft: account.move, method button_draft "Reset to Draft"
cancel an invoice: account.move, method button_cancel "Cancel"
bank account: res.partner.bank
payment terms: account.payment.term
tax rates: account.tax
chart of accounts: account.account
fiscal position: account.fiscal.position
journal entry: account.move
department: hr.department
move employee to another department: hr.department
job position: hr.job
recurring task: project.task
translate product description: product.template
email template: mail.template
"""


@tagged("post_install", "-at_install", "-standard", "business")
class TestSearchWords(McpCase):
    def setUp(self):
        super().setUp()
        self.clerk = self.mcp_user(",".join(GROUPS.split()))

    def search(self, query):
        call = self.make_call("search_tools", {"query": query}, user=self.clerk)
        return self.assertAnswers(self.answer(call))

    def test_what_has_no_tool_leads_to_the_model_and_its_button(self):
        for line in LED.strip().splitlines():
            query, _colon, led = line.partition(": ")
            model, _comma, button = led.partition(", ")
            if model not in self.env:
                continue
            with self.subTest(query):
                found = self.search(query)
                self.assertRegex(found["note"], rf"called so: .*\b{model}(,|\.( |$))")
                self.assertIn(button, found["note"])
                self.assertIn(found["tools"][0]["name"], GENERAL)
