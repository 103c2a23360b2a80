from __future__ import annotations

import time

from odoo import api, models
from odoo.tools import SQL

from ..services import outgoing, settings
from ..services.log import logger
from ..services.outgoing import phone_home

_logger = logger(__name__)
MARK, BEAT = "mcp.phone_home_mark", "mcp.phone_home_beat"


class McpPhoneHome(models.AbstractModel):
    """Registers the server after a start, and beats at the interval of the setting."""

    _name = "mcp.phone.home"
    _description = "MCP Phone Home"

    @api.model
    def _beat(self) -> None:
        """The cron: register after a start or a new host name, else beat when due.

        Failures are warnings; nothing waits for a registry but this cron.
        """
        url = phone_home.url(self.env)
        if not url:
            return
        event = self._due()
        if not event:
            return
        try:
            phone_home.register(self.env, url, event)
        except outgoing.OutgoingError as error:
            _logger.warning("registry: %s", error)

    def _due(self) -> str | None:
        """What is due now; one worker at a time decides, by row lock."""
        parameters = self.env["ir.config_parameter"].sudo()
        for key in (MARK, BEAT):
            if parameters.get_param(key) is False:
                parameters.set_param(key, "0")
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT key, value FROM ir_config_parameter WHERE key IN %s FOR UPDATE",
                (MARK, BEAT),
            )
        )
        known, now = dict(self.env.cr.fetchall()), time.time()
        mark = phone_home.start_mark()
        if known.get(MARK) != mark:
            parameters.set_param(MARK, mark)
            parameters.set_param(BEAT, str(now))
            return "register"
        if now - float(known.get(BEAT) or 0) < settings.get(
            self.env, "heartbeat_interval"
        ):
            return None
        parameters.set_param(BEAT, str(now))
        return "heartbeat"

    @api.model
    def _schedule_now(self) -> None:
        """Let the cron run as soon as the installation is over."""
        # sudo: an installation step
        self.env.ref("odoo_mcp.cron_phone_home").sudo()._trigger()
