from __future__ import annotations

from odoo import api, models

from ..services.caches.quick_cache import quick_cache


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "mcp.remembered"]

    def _mcp_place(self) -> None:
        """Put ``parent_path`` of the companies into the cache of the ORM.

        Record rules ask for it in nearly every search, and Odoo would read the whole
        companies for it, once a call. It never changes: Odoo refuses another parent,
        and empties this cache when a company is made or deleted.
        """
        for company, path in zip(self, self._mcp_paths(self._ids), strict=True):
            company._update_cache({"parent_path": path}, validate=False)

    @api.model
    @quick_cache()
    def _mcp_paths(self, ids: tuple[int, ...]) -> tuple[str, ...]:
        # sudo: as Odoo's own search of companies' parents
        companies = self.browse(ids).sudo()
        return tuple(companies.mapped(lambda company: company.parent_path))
