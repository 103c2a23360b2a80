from odoo import models

from ..services.journal.quiet import QUIET


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _message_track_post_template(self, changes):
        """No mail of a stage goes out again because an undo comes back to it."""
        if self.env.context.get(QUIET):
            return True
        return super()._message_track_post_template(changes)

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        if self.env.context.get(QUIET):
            return []
        return super()._notify_thread(message, msg_vals=msg_vals, **kwargs)
