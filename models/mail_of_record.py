"""What hangs on a record: to a key of some companies as closed as the record is.

And what others said stays as they said it.
"""

from odoo import models

from ..services.orm import authors, of_records


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _search(self, domain, *args, **kwargs):
        query = super()._search(domain, *args, **kwargs)
        return query if kwargs.get("bypass_access") else of_records.opened(self, query)

    def write(self, vals):
        authors.refuse_changes(self, vals)
        return super().write(vals)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        # of a new one Odoo asks for the right to the record
        return result if operation == "create" else of_records.refused(self, result)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _search(self, domain, *args, **kwargs):
        query = super()._search(domain, *args, **kwargs)
        return query if kwargs.get("bypass_access") else of_records.opened(self, query)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        return result if operation == "create" else of_records.refused(self, result)
