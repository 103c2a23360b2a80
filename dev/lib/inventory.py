"""What is in a database, so that what an addon leaves behind can be named.

Nothing here looks for names of ours: whatever was not there before is shown.
"""

from __future__ import annotations

from .databases import Databases

SYSTEM = "('pg_catalog', 'information_schema', 'pg_toast')"
OBJECTS = f"""
WITH own AS (SELECT oid, nspname FROM pg_namespace WHERE nspname NOT IN {SYSTEM}
                AND nspname !~ '^pg_(toast_)?temp_'),
     relation AS (SELECT c.oid, c.relkind, o.nspname || '.' || c.relname AS name
                    FROM pg_class c JOIN own o ON o.oid = c.relnamespace)
SELECT 'schema ' || nspname FROM own
UNION ALL SELECT 'relation ' || name FROM relation
UNION ALL SELECT 'column ' || r.name || '.' || a.attname
  FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0
       AND NOT a.attisdropped WHERE r.relkind IN ('r', 'p', 'v', 'm')
UNION ALL SELECT 'constraint ' || r.name || '.' || c.conname
  FROM relation r JOIN pg_constraint c ON c.conrelid = r.oid
UNION ALL SELECT 'trigger ' || r.name || '.' || t.tgname
  FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal
UNION ALL SELECT 'rule ' || r.name || '.' || w.rulename
  FROM relation r JOIN pg_rewrite w ON w.ev_class = r.oid
UNION ALL SELECT 'function ' || p.oid::regprocedure
  FROM pg_proc p JOIN own o ON o.oid = p.pronamespace
UNION ALL SELECT 'type ' || t.oid::regtype FROM pg_type t JOIN own o ON o.oid = t.typnamespace
UNION ALL SELECT 'operator ' || p.oid::regoperator
  FROM pg_operator p JOIN own o ON o.oid = p.oprnamespace
UNION ALL SELECT 'extension ' || extname FROM pg_extension
UNION ALL SELECT 'event trigger ' || evtname FROM pg_event_trigger
UNION ALL SELECT 'foreign server ' || srvname FROM pg_foreign_server
UNION ALL SELECT 'publication ' || pubname FROM pg_publication
UNION ALL SELECT 'large object ' || oid FROM pg_largeobject_metadata
UNION ALL SELECT 'role ' || rolname FROM pg_roles
UNION ALL SELECT 'settings of ' || setrole || ': ' || setconfig::text
  FROM pg_db_role_setting
 WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
"""
# what modules bring along, by what names it
RECORDS = """
SELECT 'model ' || model FROM ir_model
UNION ALL SELECT 'field ' || model || '.' || name FROM ir_model_fields
UNION ALL SELECT 'external id ' || module || '.' || name FROM ir_model_data
UNION ALL SELECT 'constraint record ' || name FROM ir_model_constraint
UNION ALL SELECT 'relation record ' || name FROM ir_model_relation
UNION ALL SELECT 'access right ' || name FROM ir_model_access
UNION ALL SELECT 'record rule ' || id FROM ir_rule
UNION ALL SELECT 'group ' || id FROM res_groups
UNION ALL SELECT 'view ' || id || ' ' || coalesce(key, name) FROM ir_ui_view
UNION ALL SELECT 'menu ' || id FROM ir_ui_menu
UNION ALL SELECT 'action ' || id FROM ir_actions
UNION ALL SELECT 'cron ' || id FROM ir_cron
UNION ALL SELECT 'sequence ' || id FROM ir_sequence
UNION ALL SELECT 'parameter ' || key FROM ir_config_parameter
UNION ALL SELECT 'default ' || id FROM ir_default
UNION ALL SELECT 'favourite of ' || model_id FROM ir_filters
UNION ALL SELECT 'list of fields to export of ' || resource FROM ir_exports
UNION ALL SELECT 'attachment of ' || res_model FROM ir_attachment WHERE res_model IS NOT NULL
"""


def inventory(databases: Databases, name: str) -> set[str]:
    """A line for everything that can be left behind in the database ``name``."""
    return {
        row[0] for query in (OBJECTS, RECORDS) for row in databases.rows(name, query)
    }
