-- The database and its roles, once, as PostgreSQL's own administrator: psql --file docs/deployment/roles.sql postgres
-- The rights on tables come afterwards, from: python -m data_access.audit grants --apply (docs/deployment.md).
-- Passwords are set with \password in psql, which keeps them out of files, logs and histories.

CREATE ROLE concordat_owner LOGIN;   -- migrations and rights; nobody works with it day by day
CREATE ROLE concordat_app LOGIN;     -- the replicas, loads and retention: all tables, but the log it may only read and add to
CREATE ROLE concordat_audit LOGIN;   -- checks the audit log and purges a closed year of it
CREATE ROLE concordat_backup LOGIN;  -- reads everything for backups
GRANT pg_read_all_data TO concordat_backup;

CREATE DATABASE concordat OWNER concordat_owner TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE concordat FROM PUBLIC;
GRANT CONNECT ON DATABASE concordat TO concordat_app, concordat_audit, concordat_backup;

\connect concordat
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO concordat_owner;

-- A transaction that was forgotten open keeps others waiting, among them every line of the log.
ALTER ROLE concordat_app SET idle_in_transaction_session_timeout = '10min';
-- What a statement was given may be about a child, so the server's log does not repeat it.
ALTER DATABASE concordat SET log_parameter_max_length_on_error = 0;
ALTER DATABASE concordat SET log_parameter_max_length = 0;
ALTER DATABASE concordat SET log_min_error_statement = 'panic';
ALTER DATABASE concordat SET log_error_verbosity = 'terse';
