"""What counts as secret in a database: names of columns, tables, functions."""

from __future__ import annotations

import re

from odoo.tools import SQL

from ..audit.secret_names import SECRET

SECRET_PARAMETER = (
    "secret|pass|token|key|uuid|hash|salt|credential|private|cert|dsn|code|webhook|hook"
)
# tables whose rows are secrets whatever their columns are called
CLOSED_TABLES = (
    r"^(ir_config_parameter|res_users_apikeys.*|auth_totp_device|auth_passkey_key"
    r"|certificate_key|mcp_key.*|mcp_confirmation|mcp_once|mcp_session|mcp_oauth.*"
    r"|mcp_link|mcp_change_line)$"
)
CLOSED_CATALOGUES = re.compile(
    r"pg_stats.*|pg_statistic.*|pg_stat_activity|pg_authid|pg_shadow|pg_user_mapping.*|"
    r"pg_largeobject.*|pg_hba_file_rules|pg_ident_file_mappings|pg_file_settings|"
    r"pg_prepared_statements|pg_cursors|pg_subscription|pg_stat_statements.*|"
    r"pg_stat_replication|pg_stat_ssl|pg_stat_gssapi|pg_foreign_server|pg_dist.*|"
    r"pg_toast.*|user_mapping.*|_pg_user_mappings|_pg_foreign.*"
)
# volatile functions of PostgreSQL that only tell; every other volatile one is closed
OPEN_VOLATILE = (
    "random clock_timestamp timeofday gen_random_uuid pg_sleep pg_sleep_for setseed "
    "pg_relation_size pg_table_size pg_indexes_size pg_total_relation_size "
    "pg_database_size pg_tablespace_size pg_is_in_recovery pg_blocking_pids "
    "pg_partition_tree pg_partition_ancestors pg_xact_commit_timestamp"
).split()
# these are not volatile and yet read tables by name, or show sessions
CLOSED_FUNCTIONS = re.compile(
    r"(query|table|schema|database|cursor)_to_xml.*|pg_stat_.*|pg_show_.*|pg_ls_.*|"
    r"pg_read_.*|pg_cursor.*|pg_prepared.*|dblink.*|crosstab.*|xpath_table|lo_.*"
)
OPEN_EXTENSIONS = (
    "pg_trgm unaccent btree_gin btree_gist fuzzystrmatch hstore citext ltree intarray "
    "uuid-ossp pgcrypto cube earthdistance vector isn seg postgis"
).split()


def secret_columns(relation: SQL) -> SQL:
    """Condition on ``a`` (pg_attribute) of ``relation``: it holds a secret.

    Numbers, truth values and dates are none, whatever they are called.
    """
    return SQL(
        "a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped AND CASE "
        "(SELECT t.typcategory IN ('B', 'N', 'D') FROM pg_type t WHERE t.oid = a.atttypid) "
        "WHEN true THEN false ELSE a.attname ~* %s END",
        relation,
        SECRET,
    )
