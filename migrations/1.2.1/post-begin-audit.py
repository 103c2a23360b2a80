"""Retention left no trace before: the seal with which the audit begins is noted."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    api.Environment(cr, SUPERUSER_ID, {})["mcp.audit.log"]._begin_here()
