"""Settings of OAuth; see ``res_config_settings.py``."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # OAuth

    mcp_oauth_off = fields.Boolean(
        "No OAuth",
        config_parameter="mcp.oauth_off",
        help="Clients connect with keys only; no login and consent through OAuth.",
    )
    mcp_oauth_approved_only = fields.Boolean(
        "Approved clients only",
        config_parameter="mcp.oauth_approved_only",
        help="OAuth clients that register themselves wait for an administrator.",
    )
    mcp_oauth_outlives_password = fields.Boolean(
        "Connections outlive a password",
        config_parameter="mcp.oauth_outlives_password",
        help="A changed password leaves the assistants of its user connected.",
    )
    mcp_oauth_access_minutes = fields.Integer(
        "Access token (min)",
        default=60,
        config_parameter="mcp.oauth_access_minutes",
        mcp_range=(5, 1440),
        help="Minutes for which an OAuth access token works.",
    )
    mcp_oauth_refresh_days = fields.Integer(
        "Connection (days)",
        default=30,
        config_parameter="mcp.oauth_refresh_days",
        mcp_range=(1, 365),
        help="Days after which an assistant that was not used must connect again.",
    )
    mcp_rate_oauth = fields.Integer(
        "OAuth requests",
        default=60,
        config_parameter="mcp.rate_oauth",
        help="Requests to the OAuth endpoints a minute and address.",
    )
    mcp_rate_oauth_register = fields.Integer(
        "OAuth registrations",
        default=10,
        config_parameter="mcp.rate_oauth_register",
        help="Registrations of OAuth clients a minute and address.",
    )
