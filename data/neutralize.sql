-- a copy must not act as the original: no key works, nothing calls out
UPDATE mcp_key SET active = false, key_hash = NULL;
DELETE FROM mcp_key_show;
DELETE FROM mcp_session;
DELETE FROM mcp_confirmation;
DELETE FROM mcp_once;
DELETE FROM mcp_link;
DELETE FROM mcp_change;
DELETE FROM mcp_approval;
DELETE FROM mcp_job;
DELETE FROM mcp_oauth_token;
DELETE FROM mcp_oauth_grant;
DELETE FROM mcp_oauth_client_show;
UPDATE mcp_oauth_client SET active = false, secret_hash = NULL;
DELETE FROM ir_config_parameter
 WHERE key IN (
    'mcp.phone_home_url',
    'mcp.phone_home_secret',
    'mcp.phone_home_private',
    'mcp.phone_home_mark',
    'mcp.phone_home_beat',
    'mcp.server_id',
    'mcp.server_id_of',
    'mcp.server_key_user_id',
    'mcp.stage',
    'mcp.developer_tools'
 );
-- keys of Odoo itself stay, for what else uses them; older ones do not work here
INSERT INTO ir_config_parameter (key, value)
VALUES ('mcp.api_keys_since', (now() AT TIME ZONE 'utc')::text)
    ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value;
