from __future__ import annotations

from odoo import api, models
from odoo.exceptions import AccessError

from ..services.current_call import may_open_closed


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.constrains("type", "url")
    def _check_serving_attachments(self):
        """Refuse files with a URL of their own: Odoo would serve them, even scripts."""
        super()._check_serving_attachments()
        if self.env.su or may_open_closed(self.env):
            return
        if any(file.type == "binary" and file.url for file in self):
            raise AccessError(
                self.env._(
                    "A file that is served at an address of its own is closed to "
                    "tools: a person stores it in Odoo."
                )
            )
