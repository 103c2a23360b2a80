-- A role of its own for query_database: PostgreSQL itself keeps the secrets back.
--
--   psql -d DATABASE -v password="'choose one'" -f mcp_ro.sql
--
-- as a role that may create roles, once per database and again whenever modules were
-- installed or updated: a table that came later is closed until then. Then name the
-- role in odoo.conf and restart Odoo:
--
--   mcp_ro_dsn = host=localhost user=mcp_ro password=...
--
-- The patterns are those of services/sql/names.py; a test compares them.

SELECT 'CREATE ROLE mcp_ro' WHERE to_regrole('mcp_ro') IS NULL \gexec
ALTER ROLE mcp_ro LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION
    NOBYPASSRLS CONNECTION LIMIT 20 PASSWORD :password;
ALTER ROLE mcp_ro SET default_transaction_read_only = on;

BEGIN;
SELECT format('GRANT CONNECT ON DATABASE %I TO mcp_ro', current_database()) \gexec
GRANT USAGE ON SCHEMA public TO mcp_ro;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM mcp_ro;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM mcp_ro;

-- columns without secrets; numbers, truth values and dates are none
SELECT format('GRANT SELECT (%s) ON public.%I TO mcp_ro',
              string_agg(quote_ident(a.attname), ', '), c.relname)
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
   AND c.relname !~ '^(ir_config_parameter|res_users_apikeys.*|auth_totp_device|auth_passkey_key|certificate_key|mcp_key.*|mcp_confirmation|mcp_once|mcp_session|mcp_oauth.*|mcp_link|mcp_change_line)$'
   AND (a.attname !~* 'passw|passphrase|passcode|secret|credential|bearer|hmac|csid|token|cookie|authorization_code|access_code|session_?id|totp|smtp_pass$|_hash$|key_(hash|pem)|api_?key|private_?key|access_?key|_key_(id|secret)$|pem_(key|certificate)|pkcs12|(signature|encryption|server|shared|merchant|transaction|client|service_account|webhook|webhook_verification|pem|migration|kiosk|website|app|edi|aade|session|notification)_key$|(^|_)(pin|otp|cvc|salt|mac|sha_(in|out|request|response))$|(^|_)otp_' OR t.typcategory IN ('B', 'N', 'D'))
 GROUP BY c.relname \gexec

-- names of parameters, not their values
GRANT SELECT (id, key) ON public.ir_config_parameter TO mcp_ro;

-- functions that run with the rights of their owner
SELECT format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', p.oid::regprocedure)
  FROM pg_proc p
 WHERE p.prosecdef AND p.pronamespace <> 'pg_catalog'::regnamespace \gexec
COMMIT;
