from odoo import models

from ..services.journal.recording import of


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def _next_do(self):
        number = super()._next_do()
        if journal := of(self.env):
            journal.note(
                self.env._("The number %(number)s of “%(sequence)s” is used up.")
                % {"number": number, "sequence": self.sudo().name}
            )
        return number
