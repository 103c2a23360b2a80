"""What the toolset ``expenses`` knows of Odoo's expenses.

deciding                handing in, approving, refusing
paying                  booking, and paying back
shown                   an expense as answers show it
"""
