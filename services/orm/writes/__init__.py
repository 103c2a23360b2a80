"""Values of a client as Odoo takes them, and what became of them.

writing                 arguments of tools that carry values
input, input_error      all values of a record, every problem in one error
expected                what the values of a call name, to be looked up together
scalars, x2many, members, properties, analytic, html    by the kind of field
writable, driven, locked, typed_in    whether a field may be written
required, defaults, recurring, spans    what a new record still needs
creating, updates       new records; existing ones
levels, parts, touched, reach    which records a write reaches, and how many
typed_prices            prices that stay when the quantity changes
addressed               whom a message reaches by mail
same                    what of values is no change
checking, stored, pending    what would become of values, what did, what waits
"""
