from odoo import models

from ..services.caches.timely_cache import working


class IrCron(models.Model):
    _inherit = "ir.cron"

    @classmethod
    def _process_job(cls, *args, **kwargs):
        """Note when the action begins, as Odoo does for requests (``timely_cache``)."""
        with working():
            return super()._process_job(*args, **kwargs)
