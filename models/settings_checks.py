"""What Settings refuse to store."""

from __future__ import annotations

import re
from collections.abc import Callable

from odoo import _, api, models
from odoo.exceptions import ValidationError

from ..services import outgoing, settings
from ..services.callers import addresses

HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|\[?[0-9A-Fa-f:]{2,45}\]?")
ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#\s@]+")
NETWORKS = ("mcp_developer_addresses", "mcp_allowed_addresses")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    @api.constrains(lambda self: self._mcp_numbers())
    def _check_mcp_numbers(self) -> None:
        for record in self:
            for name in self._mcp_numbers():
                record._check_mcp_number(name)

    def _check_mcp_number(self, name: str) -> None:
        field = self._fields[name]
        low, high = settings.bounds(field)
        if low <= self[name] <= high:
            return
        raise ValidationError(
            _("%(setting)s must be between %(low)s and %(high)s.")
            % {"setting": self._label(name), "low": low, "high": high}
        )

    @api.constrains("mcp_command_timeout", "mcp_command_max_timeout")
    def _check_mcp_command_times(self) -> None:
        self._check_mcp_numbers()
        for record in self:
            if record.mcp_command_timeout > record.mcp_command_max_timeout:
                raise ValidationError(
                    _("The command timeout is above the longest command.")
                )

    @api.constrains(*NETWORKS)
    def _check_mcp_networks(self) -> None:
        text = _("%s is not an address or a network, such as 10.0.0.0/8.")
        for name in NETWORKS:
            self._refuse(name, text, addresses.unreadable)

    @api.constrains("mcp_allowed_hosts")
    def _check_mcp_hosts(self) -> None:
        text = _("%s is not a host name (without scheme, port and path).")
        self._refuse("mcp_allowed_hosts", text, _others_than(HOST))

    @api.constrains("mcp_allowed_origins")
    def _check_mcp_origins(self) -> None:
        text = _("%s is not an origin, such as https://chat.example.com")
        self._refuse("mcp_allowed_origins", text, _others_than(ORIGIN))

    @api.constrains("mcp_phone_home_url", "mcp_phone_home_private")
    def _check_mcp_registry(self) -> None:
        for record in self.filtered("mcp_phone_home_url"):
            url, private = record.mcp_phone_home_url, record.mcp_phone_home_private
            try:
                outgoing.check(url, private=private)
            except outgoing.OutgoingError as error:
                raise ValidationError(
                    _("%(url)s cannot be a registry: %(reason)s.")
                    % {"url": url, "reason": error}
                ) from None

    def _refuse(self, name: str, text: str, wrong_of: Callable) -> None:
        """Raises which setting holds what is none of its values, the first of them."""
        for record in self:
            for wrong in wrong_of(record[name])[:1]:
                refusal = f"{self._label(name)}: {text % wrong}"
                raise ValidationError(refusal)

    def _label(self, name: str) -> str:
        """The name of a setting as the page shows it."""
        return self._fields[name]._description_string(self.env)

    @api.model
    def _mcp_numbers(self) -> tuple[str, ...]:
        """Names of the settings that are numbers."""
        return tuple(
            name
            for name, field in self._fields.items()
            if name.startswith("mcp_") and field.type == "integer"
        )


def _others_than(pattern: re.Pattern[str]) -> Callable[[str], list[str]]:
    """What finds the words of a setting that ``pattern`` does not match."""
    return lambda held: [x for x in settings.words(held) if not pattern.fullmatch(x)]
