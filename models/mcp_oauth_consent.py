"""What the consent page offers, and what the person chose there."""

from __future__ import annotations

from typing import Any

from odoo import _, api, models

from ..services.callers.principal import Mode
from ..services.oauth import scopes
from ..services.oauth.asked import Asked


class McpOauthConsent(models.AbstractModel):
    _name = "mcp.oauth.consent"
    _description = "MCP OAuth: consent"

    @api.model
    def _page(self, client: models.BaseModel, asked: Asked) -> dict[str, Any]:
        """Values of the page: only what this user can grant to this client."""
        modes = self._modes(client, asked)
        return {
            "client": client,
            "user": self.env.user,
            "modes": [(mode.name.lower(), *_words(mode)) for mode in modes],
            "chosen": min(modes[-1], max(Mode.OPERATOR, modes[0])).name.lower(),
            "developer": self._offers_developer(asked),
            "toolsets": self._toolsets(),
            "companies": self._companies(),
        }

    @api.model
    def _chosen(self, client: models.BaseModel, asked: Asked, form: Any) -> dict:
        """The grant's values; whatever the form says, never more than was offered."""
        modes = {mode.name.lower(): mode for mode in self._modes(client, asked)}
        mode = modes.get(form.get("mode"), Mode.OBSERVER)
        developer = self._offers_developer(asked) and form.get("developer") == "1"
        held = scopes.granted(mode, developer, scopes.OFFLINE in asked.scopes)
        return {
            "mode": mode.name.lower(),
            "scopes": " ".join(held),
            "asked_scopes": " ".join(asked.scopes),
            "toolsets": ",".join(self._chosen_toolsets(form, developer)) or False,
            "company_ids": [(6, 0, self._chosen_companies(form))],
            "remember": form.get("remember") == "1",
        }

    def _modes(self, client: models.BaseModel, asked: Asked) -> list[Mode]:
        """Modes up to the lowest of the user's, the client's and the one asked for."""
        most = self.env["mcp.policy"]._mode_of(self.env.user)
        most = min(most, Mode[client.mode.upper()])
        wanted = scopes.most(asked.scopes)
        if wanted != Mode.NONE:
            most = min(most, wanted)
        elif scopes.DEVELOPER in asked.scopes:
            most = Mode.OBSERVER
        return [mode for mode in Mode if Mode.NONE < mode <= most]

    def _offers_developer(self, asked: Asked) -> bool:
        return scopes.DEVELOPER in asked.scopes and self.env.user.has_group(
            "odoo_mcp.group_developer"
        )

    def _toolsets(self) -> list[str]:
        tools = self.env["mcp.catalog"]._of_kind("tool")
        found = dict.fromkeys(tool.toolset for tool in tools)
        return [name for name in found if name not in ("general", "developer")]

    def _chosen_toolsets(self, form: Any, developer: bool) -> list[str]:
        """The ticked toolsets; empty for all, so that toolsets of later apps count."""
        offered = self._toolsets()
        ticked = [name for name in offered if name in form.getlist("toolsets")]
        if len(ticked) == len(offered):
            return []
        return ["general", *ticked, *(["developer"] if developer else [])]

    def _companies(self) -> models.BaseModel:
        companies = self.env.user.company_ids
        return companies if len(companies) > 1 else companies.browse()

    def _chosen_companies(self, form: Any) -> list[int]:
        """The ticked ones of the user's; nothing where there is no choice."""
        offered = self._companies()
        ticked = offered.filtered(lambda c: str(c.id) in form.getlist("companies"))
        if not offered or ticked == offered:
            return []
        return (ticked or self.env.user.company_id).ids


def _words(mode: Mode) -> tuple[str, str]:
    return {
        Mode.OBSERVER: (
            _("Read only"),
            _("It sees what you see, and changes nothing."),
        ),
        Mode.OPERATOR: (
            _("Read and write"),
            _("It creates and changes records; each change is confirmed first."),
        ),
        Mode.IMPORTER: (
            _("Read, write and import"),
            _("Also many records at once; each change is confirmed first."),
        ),
        Mode.ADMINISTRATOR: (
            _("Everything you may do"),
            _("Writes without asking; deletions are confirmed by a person."),
        ),
    }[mode]
