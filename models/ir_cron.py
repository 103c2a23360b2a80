from odoo import models

from ..services.timely_cache import working


class IrCron(models.Model):
    _inherit = "ir.cron"

    @classmethod
    def _process_job(cls, *args, **kwargs):
        """An action may take long, and Odoo does not note when its thread began it."""
        with working():
            return super()._process_job(*args, **kwargs)
