"""What hangs on a record: as closed as the record is, to some keys or to all.

And what others said stays as they said it.
"""

from odoo import models

from ..services.orm import authors, hidden, of_records


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _search(self, domain, *args, **kwargs):
        query = super()._search(domain, *args, **kwargs)
        return query if kwargs.get("bypass_access") else of_records.opened(self, query)

    def _find_allowed_doc_ids(self, model_ids):
        """18.0 searches these models, which refuse where they are hidden."""
        known = {
            model: ids
            for model, ids in model_ids.items()
            if not hidden.is_hidden(self.env, model)
        }
        return super()._find_allowed_doc_ids(known)

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


class MailFollowers(models.Model):
    _inherit = "mail.followers"

    def _search(self, domain, *args, **kwargs):
        query = super()._search(domain, *args, **kwargs)
        return query if kwargs.get("bypass_access") else of_records.opened(self, query)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        return result if operation == "create" else of_records.refused(self, result)


class MailTrackingValue(models.Model):
    _inherit = "mail.tracking.value"

    def _search(self, domain, *args, **kwargs):
        query = super()._search(domain, *args, **kwargs)
        return (
            query if kwargs.get("bypass_access") else of_records.untracked(self, query)
        )

    def _check_access(self, operation):
        result = super()._check_access(operation)
        return (
            result
            if operation == "create"
            else of_records.refused_tracked(self, result)
        )
