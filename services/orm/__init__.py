"""Records, with the rights of the caller and nothing beyond.

    reads/                  finding records, and their values as JSON
    writes/                 values as Odoo takes them, and what was stored
    groups/                 groups, and what is computed over them
    names/                  records by what they are called
    buttons/                methods, the actions they return, the wizards they open

Arguments of tools:
    params                  a model, and what is in it
    context_params, moment_params, verdict_params, labels    company, times, verdicts

What is asked for:
    domains, domain_names, date_parts    domains: wrong ones are refused
    paths, field_owner      names of fields, and whether the caller may use them
    relations, selections, moments    records by name, labels, dates
    directory, views        models that the caller may read, also views of the database
    places                  where people type a field, by the views
    nearest, meant          what is probably meant by a name that does not exist

What is kept back:
    closed, doors           models and methods that tools do not touch
    hidden                  models and fields that an administrator keeps from tools
    scripts                 text that a browser would run
    secret_fields, password_links    credentials, also in links
    untrusted, authors      texts of outsiders; who writes
    of_records              what hangs on records of other companies or hidden models
    model_errors            errors of a model's own code

How it is shown:
    document, url           an order or the like, with its state; addresses of records
"""
