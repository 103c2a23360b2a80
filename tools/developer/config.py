from __future__ import annotations

from typing import Any

from odoo import models
from odoo.tools import config

from ...services import settings
from ...services.audit.masking import masked
from ...services.declarations import (
    Effect,
    Field,
    Params,
    Result,
    mcp_resource,
    mcp_tool,
)
from ...services.errors import ToolError
from ...services.orm.nearest import nearest


class ConfigParams(Params):
    key: str | None = Field(None, description="One option; all when left out.")


class ConfigAnswer(Result):
    config: dict[str, Any] = Field(description="Options in force, secrets masked.")


class ConfigTools(models.AbstractModel):
    _inherit = "mcp.tools.developer"

    @mcp_tool(Effect.READ, log={"KEY": "key"})
    def _mcp_read_config(self, params: ConfigParams) -> ConfigAnswer:
        """Read Odoo's configuration as it is in force; secrets are masked."""
        options = self._options()
        if params.key is None:
            return ConfigAnswer(config=masked(options))
        if params.key not in options:
            near = nearest(params.key, options)
            hint = self.env._("Near: %s.", near) if near else ""
            message = self.env._("There is no option %s.", params.key)
            raise ToolError(f"{message} {hint}".strip())
        return ConfigAnswer(config=masked({params.key: options[params.key]}))

    @mcp_resource("odoo://config")
    def _mcp_config(self) -> ConfigAnswer:
        """Odoo's configuration as it is in force, secrets masked."""
        return ConfigAnswer(config=masked(self._options()))

    def _options(self) -> dict[str, Any]:
        # a plain dict on 18.0, a chain of sources on 19.0; of ours unset ones have none
        names = {*config.options, *settings.CONF}
        return {name: config.get(name) for name in sorted(names)}
