from odoo import api, models

from ..services.journal.recording import of
from ..services.mailing import addressed
from ..services.transactions import egress


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    @api.model
    def send_email(self, message, *args, **kwargs):
        """Let no mail leave a preview; else note in the change set that one left."""
        egress.hold_back(f"an e-mail to {message['To']}")
        if journal := of(self.env):
            journal.note(self.env._("E-mails were sent; no undo calls them back."))
        return super().send_email(message, *args, **kwargs)


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        mails = super().create(vals_list)
        if journal := of(self.env):
            journal.letters += addressed.told(mails)
        return mails

    def write(self, vals):
        done = super().write(vals)
        journal = of(self.env)
        if journal and addressed.FIELDS.intersection(vals):
            journal.letters += addressed.told(self)
        return done

    def send(self, *args, **kwargs):
        """In a preview mails stay queued, so that what follows them is shown too."""
        if not egress.holding():
            return super().send(*args, **kwargs)
        journal = of(self.env)
        if not (egress.previewing() and journal and journal.made(self)):
            # mails that the call made are in the journal; these are older
            egress.note(f"{len(self)} e-mail(s)")
        return True
