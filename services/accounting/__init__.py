"""What the toolset ``accounting`` knows of Odoo's accounting.

scope, periods          whose books, and when
ledger, account_types   sums of journal items by account
statement               rows that add up such sums
profit_loss, balance_sheet, trial    the statements
aging                   what partners owe
invoice, importing      invoices, and files that become some
duplicates              invoices that may be the same
paying, banks           payments, bank journals
"""
