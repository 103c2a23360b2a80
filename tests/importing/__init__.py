"""import_data and rollback_import."""
