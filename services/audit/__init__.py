"""The audit of calls, and no secrets in it.

audit_line              the line in the file
audit_rows              the rows in Odoo, as tools answer them
redaction, masking, secret_shapes, secret_names    what is left out
"""
