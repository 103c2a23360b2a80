from odoo import api, models

from ..services.journal.undo.quiet import QUIET


def _returns_a_message(method):
    """18.0 answers the id to RPC, by a decorator that 19.0 needs no more."""
    if hasattr(api, "returns"):
        return api.returns("mail.message", lambda value: value.id)(method)
    return method


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _message_track_post_template(self, changes):
        """No mail of a stage goes out again because an undo comes back to it."""
        if self.env.context.get(QUIET):
            return True
        return super()._message_track_post_template(changes)

    @_returns_a_message
    def message_notify(self, **kwargs):
        """19.0 asks for no right, and writes the record's name into the message."""
        if self and self._name.startswith("mcp."):
            self.check_access("read")
        return super().message_notify(**kwargs)

    @_returns_a_message
    def message_post(self, *, message_type="notification", **kwargs):
        """Nor does a text message, which Odoo sends as it posts it."""
        if message_type == "sms" and self.env.context.get(QUIET):
            return self.env["mail.message"]
        return super().message_post(message_type=message_type, **kwargs)

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        if self.env.context.get(QUIET):
            return []
        return super()._notify_thread(message, msg_vals=msg_vals, **kwargs)
