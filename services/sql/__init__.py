"""SQL of the developer toolset; reading is held by PostgreSQL, not by the text."""
