"""Business processes, by Odoo's own buttons.

chain/                  the documents of a process
transfers/, shortages   receipts and deliveries; what they lack
selling, buying, making, finishing    orders: sale, purchase, manufacturing
components              what goes into a product that is made
invoicing               invoices and vendor bills of orders
reservations            what other documents lose
lines                   lines of products
"""
