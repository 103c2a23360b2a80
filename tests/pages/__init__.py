"""The pages in Odoo, its settings, and their languages."""
