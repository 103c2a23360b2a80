"""Articles, decisions, dashboards and report templates."""
