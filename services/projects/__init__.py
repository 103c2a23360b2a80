"""What the toolset projects knows of Odoo's projects and tasks."""
