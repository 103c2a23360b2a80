"""For models of which something is cached for every call: users, rights, settings."""

from __future__ import annotations

from odoo import api, models

from ..services.caches.cache_invalidation import clear_caches_after_commit
from ..services.caches.timely_cache import close_to_latecomers


class McpRemembered(models.AbstractModel):
    """Empties Odoo's caches once more after the commit of a change."""

    _name = "mcp.remembered"
    _description = "MCP: what is remembered between calls"

    def _register_hook(self) -> None:
        super()._register_hook()
        close_to_latecomers(self.env.registry)

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        clear_caches_after_commit(self.env)
        return made

    def write(self, vals):
        done = super().write(vals)
        clear_caches_after_commit(self.env)
        return done

    def unlink(self):
        done = super().unlink()
        clear_caches_after_commit(self.env)
        return done
