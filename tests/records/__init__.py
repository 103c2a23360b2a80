"""The toolset records, and what it refuses: fields, domains, values, methods, texts."""
