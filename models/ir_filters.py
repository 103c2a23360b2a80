from odoo import api, models
from odoo.exceptions import AccessError

from ..services.running import is_in_call

# 18.0, 19.0
OWNERS = {"user_id", "user_ids"}


class IrFilters(models.Model):
    _inherit = "ir.filters"

    @api.model_create_multi
    def create(self, vals_list):
        """A client's filter is its user's own, as one of the web client is.

        Without a user it would be everybody's, and their default perhaps.
        """
        if is_in_call() and not self.env.su:
            # one user in 18.0, several in 19.0
            several = "user_ids" in self._fields
            own = {"user_ids": [(6, 0, [self.env.uid])]} if several else {}
            own = own or {"user_id": self.env.uid}
            vals_list = [{**own, **values} for values in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if OWNERS.intersection(vals) and is_in_call() and not self.env.su:
            raise AccessError(
                self.env._("A filter stays its user's: a person shares it in Odoo.")
            )
        return super().write(vals)
