from __future__ import annotations

from odoo import api, models
from odoo.exceptions import AccessError

from ..services.current_call import may_open_closed
from ..services.file_links.links import UNINDEXED


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _check_contents(self, values):
        """HTML and SVG are plain text, as of all whom Odoo lets write no views."""
        if not (self.env.su or may_open_closed(self.env)):
            self = self.with_context(attachments_mime_plainxml=True)
        return super()._check_contents(values)

    @api.model
    def _index(self, *args, **options):
        """No text to search of a file that only waits behind a link."""
        # the arguments differ by series and addon
        if self.env.context.get(UNINDEXED):
            return False
        return super()._index(*args, **options)

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
