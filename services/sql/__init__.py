"""SQL of the developer toolset; reading is held by PostgreSQL, not by the text.

read, connection        read-only, on connections of their own
write, effect           writing, and the rows that it wrote
footprint, residue      what it must not touch or leave behind
secrets, names, mentions, shadows    nothing secret is shown
statement, cells        cursors; cells as JSON
hints                   what to try when PostgreSQL refused
"""
