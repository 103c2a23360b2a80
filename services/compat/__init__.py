"""What Odoo 18.0 and 19.0 call or do differently: one module a subject.

    access        may the caller use a field, or a record
    calling       methods that RPC runs, and what Odoo says of a broken constraint
    domains       terms and groups that each series reads in its own way
    employees     contracts and time off
    expenses      reports of expenses in 18.0, expenses in 19.0
    name_domains  the domain by which names are searched
    orders        sale, purchase and manufacturing orders, and mails of invoices
    registry      cursors, caches and translated fields
    user_groups   users, their groups, and what is for groups only

A function asks which field or method is there. Only where both series use one name for
two meanings it asks for the version, which no other folder does.
"""
