from __future__ import annotations

from typing import Any

from odoo import models
from odoo.exceptions import AccessError

from ..services.current_call import may_open_closed
from ..services.orm import password_links
from ..services.running import is_in_call


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        if "email" in vals:
            self._mcp_refuse_address(vals["email"])
        return super().write(vals)

    def _generate_signup_token(self, *args, **kwargs):
        password_links.refuse(self)
        return super()._generate_signup_token(*args, **kwargs)

    def _mcp_refuse_address(self, email: Any) -> None:
        """Who gets the mails of a contact with a login may set its password anew.

        Also where Odoo writes as superuser what a client asked for: the work e-mail of
        an employee, or an address in one's own preferences.
        """
        if not is_in_call() or may_open_closed(self.env):
            return
        # sudo: whether it changes, whoever may read it
        changed = self.sudo().filtered(lambda one: (one.email or "") != (email or ""))
        if named := changed._mcp_with_login():
            text = self.env._(
                "The e-mail address of %s is closed to tools: Odoo sends there how to "
                "set the password of the login anew. A person changes it in Odoo."
            )
            raise AccessError(text % ", ".join(f"res.partner {i}" for i in named.ids))

    def _mcp_with_login(self):
        """Those by whom somebody can log in, a customer of the portal too."""
        # sudo: whether there is a login, whoever may see it
        users = self.env["res.users"].sudo().with_context(active_test=True)
        return self & self.browse(
            users.search([("partner_id", "in", self.ids)]).partner_id.ids
        )
