"""Every setting, declared once. ``services/settings.py`` reads them.

Odoo stores False and 0 by deleting the parameter. So booleans are worded so that False
is the default, and numbers are at least 1. ``settings_checks.py`` refuses values that
mean nothing.
"""

from __future__ import annotations

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # Who may do what
    mcp_server_key_user_id = fields.Many2one(
        "res.users",
        "Server key user",
        config_parameter="mcp.server_key_user_id",
        domain=[("share", "=", False)],
        help="The person whose rights the server key has: one key for a program that "
        "acts for nobody in particular. Empty: there is none, and each user has his "
        "own keys.",
    )
    mcp_internal_users = fields.Selection(
        [("none", "Nothing"), ("observe", "Observe"), ("operate", "Operate")],
        "Internal users without a group",
        default="none",
        config_parameter="mcp.internal_users",
        help="What internal users may do who are in none of the MCP groups.",
    )
    mcp_allow_portal = fields.Boolean(
        "Portal users may observe",
        config_parameter="mcp.allow_portal",
        help="Portal users read what the portal lets them read, never more.",
    )
    mcp_operators_delete = fields.Boolean(
        "Operators may delete",
        config_parameter="mcp.operators_delete",
        help="Operators delete what Odoo lets them delete, still confirmed twice.",
    )
    mcp_closed_models = fields.Char(
        "Closed models",
        default="base.automation base.module.* change.password.* fetchmail.server "
        "ir.actions.* ir.config_parameter ir.cron ir.cron.* ir.default ir.mail_server "
        "ir.model ir.model.* ir.module.* ir.rule ir.ui.view ir.ui.view.* res.groups "
        "res.groups.* res.users.apikeys* res.users.identitycheck auth_totp.*",
        config_parameter="mcp.closed_models",
        help="Models whose records no tool creates, changes or deletes; * stands for "
        "any text. The addon's own models and Settings are always closed.",
    )
    mcp_hidden_models = fields.Char(
        "Hidden models",
        config_parameter="mcp.hidden_models",
        help="Models that no tool reads or writes, and fields, as model:field, that no "
        "tool of records shows or takes, whatever rights users have; * stands for any "
        "text. The developer tools are not bound by it.",
    )
    mcp_closed_methods = fields.Char(
        "Closed methods",
        default="res.users.*password* res.users.*api_key* res.users.*totp*",
        config_parameter="mcp.closed_methods",
        help="Methods that execute_method never runs, as model.method; * stands for "
        "any text.",
    )
    mcp_bulk_threshold = fields.Integer(
        "Bulk above",
        default=50,
        config_parameter="mcp.bulk_threshold",
        help="More records than this in one call, those in lists counted too, are a "
        "bulk write: Importers only, and in production a person confirms it besides.",
    )
    mcp_approval_hours = fields.Integer(
        "Approvals (h)",
        default=24,
        config_parameter="mcp.approval_hours",
        mcp_range=(1, 720),
        help="Hours during which an approval is waited for and can be used.",
    )
    mcp_stage = fields.Selection(
        [
            ("production", "Production"),
            ("pre-production", "Pre-production"),
            ("staging", "Staging"),
            ("development", "Development"),
            ("test", "Test copy"),
        ],
        "Stage",
        config_parameter="mcp.stage",
        help="Unset counts as production unless the database is neutralised.",
    )
    # Developer tools
    mcp_developer_tools = fields.Boolean(
        "Developer tools",
        config_parameter="mcp.developer_tools",
        help="Shell, SQL, files, Python and modules for members of MCP Developer.",
    )
    mcp_developer_addresses = fields.Char(
        "Developer addresses",
        config_parameter="mcp.developer_addresses",
        help="Networks from which the developer tools work, e.g. 10.0.0.0/8; "
        "empty: this machine only.",
    )
    mcp_file_roots = fields.Char(
        "Further folders",
        config_parameter="mcp.file_roots",
        help="Folders, separated by commas, that the file tools may read and write "
        "besides the scratch folder. Whoever writes to an addons folder runs code.",
    )
    mcp_allowed_services = fields.Char(
        "Services",
        default="odoo,postgresql,nginx",
        config_parameter="mcp.allowed_services",
        help="Services, separated by commas, that service_status may touch.",
    )
    # Where requests may come from
    mcp_allowed_addresses = fields.Char(
        "Allowed addresses",
        config_parameter="mcp.allowed_addresses",
        help="Networks from which the endpoint answers at all; empty: all.",
    )
    mcp_allow_plain_http = fields.Boolean(
        "Allow plain HTTP",
        config_parameter="mcp.allow_plain_http",
        help="Accept keys over unencrypted HTTP from other machines.",
    )
    mcp_allowed_hosts = fields.Char(
        "Further host names",
        config_parameter="mcp.allowed_hosts",
        help="Host names of this server besides that of web.base.url and loopback.",
    )
    mcp_allowed_origins = fields.Char(
        "Further origins",
        config_parameter="mcp.allowed_origins",
        help="Origins of web clients that may call, e.g. https://chat.example.com",
    )
    # Times
    mcp_command_timeout = fields.Integer(
        "Command timeout (s)",
        default=30,
        config_parameter="mcp.command_timeout",
        mcp_range=(1, 3600),
        help="Seconds that a shell command may take unless the call says otherwise.",
    )
    mcp_command_max_timeout = fields.Integer(
        "Longest command (s)",
        default=600,
        config_parameter="mcp.command_max_timeout",
        mcp_range=(1, 3600),
        help="The most seconds that a call may ask for.",
    )
    mcp_query_timeout = fields.Integer(
        "Query timeout (s)",
        default=30,
        config_parameter="mcp.query_timeout",
        mcp_range=(1, 3600),
        help="Seconds after which the database stops a statement.",
    )
    mcp_call_timeout = fields.Integer(
        "Call timeout (s)",
        # Odoo kills a worker after limit_time_real, by default 120: then nobody is told
        default=110,
        config_parameter="mcp.call_timeout",
        mcp_range=(1, 3600),
        help="Seconds after which a call as a whole is ended and taken back. Keep it "
        "below limit_time_real of odoo.conf. Developer tools have times of their own; "
        "what sends mails is not ended.",
    )
    mcp_session_minutes = fields.Integer(
        "Idle sessions end after (min)",
        default=30,
        config_parameter="mcp.session_minutes",
        mcp_range=(1, 1440),
        help="Minutes without a call after which a client's session is removed.",
    )
    mcp_undo_hours = fields.Integer(
        "Undo (h)",
        default=24,
        config_parameter="mcp.undo_hours",
        mcp_range=(1, 8760),
        help="Hours during which a change can be undone.",
    )
    # Sizes
    mcp_max_result_rows = fields.Integer(
        "Rows of a query",
        default=1000,
        config_parameter="mcp.max_result_rows",
        mcp_range=(1, 100_000),
        help="The most rows that a query answers.",
    )
    mcp_max_limit = fields.Integer(
        "Records of a search",
        default=200,
        config_parameter="mcp.max_limit",
        mcp_range=(1, 10_000),
        help="The most records that a search answers at once.",
    )
    mcp_max_read_size_mb = fields.Integer(
        "Largest file read (MB)",
        default=10,
        config_parameter="mcp.max_read_size_mb",
        mcp_range=(1, 1024),
        help="Larger files are read by lines only.",
    )
    mcp_max_write_size_mb = fields.Integer(
        "Largest file written (MB)",
        default=50,
        config_parameter="mcp.max_write_size_mb",
        mcp_range=(1, 1024),
        help="Larger contents are refused.",
    )
    mcp_max_body_mb = fields.Integer(
        "Largest request (MB)",
        default=4,
        config_parameter="mcp.max_body_mb",
        mcp_range=(1, 64),
        help="Larger requests are refused before they are read.",
    )
    mcp_max_upload_mb = fields.Integer(
        "Largest upload (MB)",
        default=25,
        config_parameter="mcp.max_upload_mb",
        mcp_range=(1, 1024),
        help="Larger files are not taken in, by upload link or by upload_attachment.",
    )
    mcp_upload_mimetypes = fields.Char(
        "Types of uploads",
        default="application/pdf image/png image/jpeg image/gif image/webp image/tiff "
        "text/plain text/csv text/markdown text/xml application/xml application/json "
        "application/zip application/msword application/vnd.ms-excel "
        "application/vnd.ms-powerpoint application/vnd.oasis.opendocument.* "
        "application/vnd.openxmlformats-officedocument.*",
        config_parameter="mcp.upload_mimetypes",
        help="MIME types that may be uploaded, with * as a wildcard.",
    )
    mcp_answer_budget_kb = fields.Integer(
        "Largest answer (kB)",
        default=60,
        config_parameter="mcp.answer_budget_kb",
        mcp_range=(4, 1024),
        help="Longer answers are cut, and say so.",
    )
    mcp_hide_untrusted = fields.Boolean(
        "Hide text of outsiders",
        config_parameter="mcp.hide_untrusted",
        help="Text by portal users, visitors and incoming mail is left out of answers; "
        "else it is shown, marked as untrusted.",
    )
    # Calls a minute and user
    mcp_rate_commands = fields.Integer(
        "Commands",
        default=10,
        config_parameter="mcp.rate_commands",
        help="Shell commands a minute and user.",
    )
    mcp_rate_queries = fields.Integer(
        "Queries",
        default=100,
        config_parameter="mcp.rate_queries",
        help="SQL queries a minute and user.",
    )
    mcp_rate_sql_writes = fields.Integer(
        "SQL writes",
        default=50,
        config_parameter="mcp.rate_sql_writes",
        help="Writing SQL statements a minute and user.",
    )
    mcp_rate_shell = fields.Integer(
        "Python",
        default=5,
        config_parameter="mcp.rate_shell",
        help="Runs of odoo_shell a minute and user.",
    )
    mcp_rate_file_reads = fields.Integer(
        "File reads",
        default=50,
        config_parameter="mcp.rate_file_reads",
        help="Files read a minute and user.",
    )
    mcp_rate_file_writes = fields.Integer(
        "File writes",
        default=30,
        config_parameter="mcp.rate_file_writes",
        help="Files written a minute and user.",
    )
    mcp_rate_reads = fields.Integer(
        "Other reads",
        default=600,
        config_parameter="mcp.rate_reads",
        help="Other reading calls a minute and user.",
    )
    mcp_rate_bulk = fields.Integer(
        "Bulk writes",
        default=6,
        config_parameter="mcp.rate_bulk",
        help="Bulk writes in production a minute and user.",
    )
    mcp_rate_writes = fields.Integer(
        "Other writes",
        default=120,
        config_parameter="mcp.rate_writes",
        help="Other writing calls a minute and user.",
    )
    # Audit and log
    mcp_audit_log_path = fields.Char(
        "Audit file",
        config_parameter="mcp.audit_log_path",
        help="Empty: /var/log/odoo/mcp_audit.log, else beside Odoo's own log.",
    )
    mcp_audit_file_disabled = fields.Boolean(
        "No audit file",
        config_parameter="mcp.audit_file_disabled",
        help="Switches the file off; the table is always written.",
    )
    mcp_audit_retention_days = fields.Integer(
        "Keep the audit (days)",
        default=400,
        config_parameter="mcp.audit_retention_days",
        mcp_range=(1, 36_500),
        help="Days after which audit rows are removed.",
    )
    mcp_log_level = fields.Selection(
        [
            ("debug", "Debug"),
            ("info", "Info"),
            ("warning", "Warning"),
            ("error", "Error"),
        ],
        "Log level",
        default="info",
        config_parameter="mcp.log_level",
        help="What this addon writes to Odoo's log.",
    )
    # Phone-home
    mcp_phone_home_url = fields.Char(
        "Registry",
        config_parameter="mcp.phone_home_url",
        help="Address that this server registers with; empty: none.",
    )
    mcp_phone_home_secret = fields.Char(
        "Registry secret",
        config_parameter="mcp.phone_home_secret",
        help="Signs the registration (HMAC-SHA256); empty: unsigned.",
    )
    mcp_phone_home_private = fields.Boolean(
        "Registry in a private network",
        config_parameter="mcp.phone_home_private",
        help="Allow a registry on this machine or in a private network.",
    )
    mcp_phone_home_timeout = fields.Integer(
        "Registry timeout (s)",
        default=5,
        config_parameter="mcp.phone_home_timeout",
        mcp_range=(1, 60),
        help="Seconds to wait for the registry.",
    )
    mcp_phone_home_retry_count = fields.Integer(
        "Registry tries",
        default=3,
        config_parameter="mcp.phone_home_retry_count",
        mcp_range=(1, 10),
        help="How often a registration is tried.",
    )
    mcp_heartbeat_interval = fields.Integer(
        "Heartbeat (s)",
        default=60,
        config_parameter="mcp.heartbeat_interval",
        mcp_range=(60, 86_400),
        help="Seconds between two heartbeats; at least 60, the floor of Odoo's cron.",
    )

    def _valid_field_parameter(self, field, name: str) -> bool:
        return name == "mcp_range" or super()._valid_field_parameter(field, name)
