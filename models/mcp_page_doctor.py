"""What the page Doctor shows: what a client will need, as the server sees it."""

from __future__ import annotations

from odoo import _, api, models
from odoo.exceptions import AccessError
from odoo.http import request
from odoo.tools import config

from ..services import settings
from ..services.doctor import address, assistants, server, well_known
from ..services.doctor.check import Check, Seen


class McpPageDoctor(models.AbstractModel):
    _name = "mcp.page.doctor"
    _description = "MCP page Doctor"

    @api.model
    def describe(self, origin: str = "") -> list[dict[str, str]]:
        """The checks: ``[{name, state: ok | warning | error, found, remedy}]``.

        Args:
            origin: scheme and host by which the browser asks, where it says so.
        """
        if not self.env.user.has_group("odoo_mcp.group_administrator"):
            raise AccessError(_("Only an MCP administrator may ask the doctor."))
        base = self.get_base_url().rstrip("/")
        return [check.data for check in self._checks(base, origin)]

    def _checks(self, base: str, origin: str) -> list[Check]:
        translate = self.env._
        found = address.checks(self._seen(base, origin), translate) if request else []
        if not self._is_off():
            found += well_known.checks(base, translate)
            found += assistants.checks(base, translate)
        return [*found, *server.checks(self.env, base, translate)]

    def _is_off(self) -> bool:
        return bool(settings.get(self.env, "oauth_off"))

    def _seen(self, base: str, origin: str) -> Seen:
        http = request.httprequest
        headers = {name.lower(): value for name, value in http.headers.items()}
        return Seen(
            base,
            http.scheme,
            http.host,
            {n: v for n, v in headers.items() if n.startswith("x-forwarded-")},
            bool(config["proxy_mode"]),
            origin,
        )
