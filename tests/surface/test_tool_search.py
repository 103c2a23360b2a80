"""Which tool the words of a user find, among all of this addon."""

from odoo.tests import tagged

from ...services.catalog import TOOLSETS
from ...services.surface import foreign_words
from ...services.surface.thesaurus import MEANINGS
from ...services.surface.tool_search import _keys, _places, best, closest
from ..common import McpCase

# by these a tool must be found, in the first answer (five of them)
SAID = """
list_invoices: unpaid customer invoices; overdue invoices; unpaid invoices of a customer
aged_balances: who owes us money; what do we owe vendors
read_invoice: read an invoice with its lines
register_payment: pay an invoice; register a customer payment
upload_invoice_attachment: upload a bill
pl_summary: profit and loss this year; how much revenue last quarter
balance_sheet: balance sheet
trial_balance: trial balance
bank_sync_status: bank statement up to date
read_transactions: bank transactions; journal items of an account
validate_payment: approve a payment
create_quotation: make an offer for a customer; create a sales order
confirm_quotation: confirm a sale
create_purchase_order: order products from a vendor; buy from supplier
confirm_purchase_order: approve a purchase order
deliver_to_customer: what has to be shipped today; ship the goods; deliver an order
receive_inventory: receive goods; goods arrived from the supplier
get_workflow_status: where is my order; status of an order; why is the delivery blocked
create_manufacturing_order: produce a product; start production
create_bom: bill of materials
read_time_off: vacation days left; who is on holiday
request_time_off: ask for vacation; request leave; sick leave tomorrow
decide_time_off: approve vacation; refuse a leave request
search_employees: phone of a colleague
read_employee: who is the manager of an employee; employment contract
read_payslips: salary; my payslip
submit_expense: submit my expenses
create_expense: create an expense
upload_receipt: attach a receipt
approve_expense: approve an expense report; reject an expense
expense_analysis: how much did we spend on travel; expenses by employee
list_pending_approvals: what waits for my approval; pending approvals; my approvals
log_decision: log a decision
approve_decision: vote on a decision
list_tasks: my tasks; overdue tasks
create_task: create a task
update_task: assign a task; close a task
create_project: new project
launch_template: project from a template
list_projects: list projects
read_articles: search the wiki; what is our policy for hotels
create_article: write an article
update_article: edit a page of the wiki
delete_article: remove an article
undo: undo my last change; revert
list_changes: what did the assistant change
search_audit_log: audit log
render_report: print an invoice; pdf of a quotation
list_report_templates: which reports are there; ready-made business reports
fill_report: write a report of receivables; weekly sales report
get_attachment: download an attachment
post_message: send a message; write a note on a record
schedule_activity: remind me; schedule a call
explain_access: why can't I see this record
get_capabilities: what am I allowed to do
describe_model: fields of a model
search_records: find a contact
count_records: how many customers
aggregate_records: sales by month; average order value
execute_method: press a button; cancel an order
delete_records: delete a record
create_records: add a contact
update_records: change an address
query_database: sql query
service_status: what is in the log; errors in the log; odoo log file errors
get_db_schema: table columns
execute_command: run a shell command
install_module: install an app
read_file: read a file on the server
read_articles: find an article in the knowledge base; documentation page; our procedure
create_article: write a wiki page
update_article: change an article
cancel_time_off: cancel my vacation
create_invoice: create an invoice for an order
post_invoice: post an invoice
send_invoice: send an invoice to the customer; email an invoice; payment reminder; remind customers who have not paid
register_payment: write off the rest of an invoice
send_quotation: send a quotation by mail; email the offer to the customer
pay_expense: reimburse an expense
complete_manufacturing_order: finish a manufacturing order
import_data: import csv; upload a list; import a spreadsheet; load contacts from excel
rollback_import: undo an import; take an import back
export_data: export to excel; download contacts as csv
create_article: write down meeting notes in the wiki
render_report: print the project report as PDF
read_decisions: what did we decide
create_task: add a subtask
list_tasks: what should I work on today
update_task: postpone the deadline of a task
post_message: notify my colleague about this task
list_projects: status report of my projects
read_messages: what the customer wrote
aggregate_records: best selling products; headcount by department
"""
# clients are told to ask in English, and pass on what users write all the same
SAID_ELSEWHERE = """
list_invoices: offene Rechnungen; überfällige Rechnungen; factures impayées; facturas vencidas
register_payment: Zahlung erfassen; payer une facture; registrar un pago
create_quotation: Angebot erstellen; créer un devis; crear un presupuesto
read_time_off: wie viele Urlaubstage habe ich; combien de jours de congé il me reste
request_time_off: Urlaub beantragen; demander des congés; pedir vacaciones
submit_expense: Spesen einreichen; soumettre une note de frais; enviar un gasto
create_task: Aufgabe anlegen; créer une tâche; crear una tarea
list_projects: Projekte anzeigen; afficher les projets; mostrar proyectos
search_employees: Mitarbeiter suchen; chercher un employé; buscar un empleado
read_articles: Artikel suchen; Richtlinie finden
balance_sheet: Bilanz; bilan
undo: Änderung rückgängig machen; annuler; deshacer
import_data: Kontakte importieren; importer des contacts; importar contactos
export_data: Kontakte exportieren; exporter les contacts
receive_inventory: Wareneingang buchen; recevoir une commande
deliver_to_customer: Lieferung an den Kunden; livrer une commande
list_pending_approvals: welche Freigaben warten; mes approbations
read_payslips: meine Gehaltsabrechnung; mon bulletin de salaire; mi nómina
explain_access: warum darf ich das nicht sehen
count_records: wie viele Kunden haben wir
render_report: Angebot drucken; imprimer une facture; imprimir una factura
"""


@tagged("post_install", "-at_install")
class TestToolSearch(McpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        known = cls.env["mcp.catalog"]._of_kind("tool")
        cls.tools = [tool for tool in known if tool.toolset in TOOLSETS]

    def found(self, query):
        return [tool.name for tool in best(self.tools, query)]

    def test_what_users_say_finds_the_tool_that_does_it(self):
        for line in SAID.strip().splitlines():
            name, queries = line.split(": ")
            for query in queries.split("; "):
                with self.subTest(query):
                    self.assertIn(name, self.found(query)[:5])

    def test_so_does_what_users_say_in_their_language(self):
        for line in SAID_ELSEWHERE.strip().splitlines():
            name, queries = line.split(": ")
            for query in queries.split("; "):
                with self.subTest(query):
                    self.assertIn(name, self.found(query)[:5])

    def test_nine_questions_of_ten_have_their_tool_among_the_first_three(self):
        asked = [
            (name, query)
            for name, queries in (x.split(": ") for x in SAID.strip().splitlines())
            for query in queries.split("; ")
        ]
        found = [name in self.found(query)[:3] for name, query in asked]
        self.assertGreaterEqual(sum(found), 0.9 * len(asked))

    def test_of_eight_questions_in_ten_the_tool_is_among_those_written_whole(self):
        asked = [
            (name, query)
            for name, queries in (x.split(": ") for x in SAID.strip().splitlines())
            for query in queries.split("; ")
        ]
        whole = [[t.name for t in closest(best(self.tools, q), q)] for _n, q in asked]
        meant = [name in few for (name, _q), few in zip(asked, whole, strict=True)]
        self.assertGreaterEqual(sum(meant), 0.8 * len(asked))
        self.assertLessEqual(sum(map(len, whole)), 1.7 * len(asked))

    def test_a_tool_that_knows_all_words_is_before_one_that_knows_some(self):
        for query, first, later in (
            ("cancel order", "execute_method", "cancel_time_off"),
            ("unpaid invoices of a customer", "list_invoices", "register_payment"),
        ):
            found = self.found(query)
            with self.subTest(query):
                self.assertLess(found.index(first), found.index(later))

    def test_of_two_that_fit_alike_the_one_that_changes_nothing_is_first(self):
        found = self.found("task")
        self.assertLess(found.index("list_tasks"), found.index("create_task"))

    def test_the_order_of_the_words_does_not_matter(self):
        self.assertEqual(self.found("overdue invoices"), self.found("invoices overdue"))

    def test_two_words_that_a_tool_writes_as_one_are_that_word(self):
        self.assertEqual(self.found("write off"), ["register_payment"])

    def test_words_that_say_nothing_find_everything(self):
        self.assertEqual(len(self.found("what is the")), len(self.tools))

    def test_every_meaning_is_a_word_of_some_tool(self):
        words = {key for t in self.tools for _worth, keys in _places(t) for key in keys}
        for said, meant in [*MEANINGS.items(), *foreign_words.WORDS.items()]:
            for word in meant:
                self.assertTrue(_keys(word) & words, f"{said}: {word}")
