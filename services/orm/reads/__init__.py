"""Finding records, and their values as typed JSON.

searching, ordering     name search, order, total
everywhere              name search in all apps
default_fields          what stands for a record when nothing is named
output, values, plain   records, fields and results of methods as JSON
cells, binaries         values as text; files by size and link
fit, paged              as many whole records as fit
exporting, export_lines    a table, by Odoo's own export; how many lines it has
exported_outside        text of outsiders in it
languages               in which they have a text of their own
states                  where records stand in their process
"""
