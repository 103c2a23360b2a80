"""The kernel of the addon, and what its tools share. Where to look:

The path of a call
    pipeline, guards/       every call, from the intent in the audit to its outcome
    call, call_id           one call and its outcome
    declarations, catalog   what a tool says of itself; all tools of a database
    controls, schema        the arguments that all writing tools take; JSON Schema
    delegating              ``call_tool``: its call is the call of another tool
    current_call            which call the running code belongs to
    errors, argument_errors, refusals, concurrency    what is raised, and how it is worded
    listeners               who is told that a list of tools or prompts changed

Who may do what
    policy/, principal      the verdict on a call; who calls
    access/                 why somebody may or may not (``explain_access``)
    apps, libraries         Odoo's apps and Python packages that tools need
    confirmation, preview_binding, approvers    what confirms a call, and who
    idempotency_store, rate, stage    once, how often, and in which kind of database

Who calls, and from where
    api_keys, oauth/        Odoo's API keys; the standards of OAuth
    addresses, hosts, transport_checks    callers, our host names, https
    failures, last_use, turned_away    wrong bearers, used ones, refused ones

Transactions
    call_savepoint, late_savepoint, reading_transaction    around the body of a tool
    statement_queue         statements that travel with the next one
    own_cursor, kept_cursors    what is committed on its own
    external_effect, commit_savepoints, cursor_patch    code that commits itself
    after_commit            what fails after the commit
    trial, egress           what is rolled back, and must not leave Odoo

Caches
    quick_cache, timely_cache, cache_invalidation, registry_reset

Stopping calls
    under_way, stop_watcher, process_mark

What clients see
    protocol/               MCP as the official SDK speaks it
    listing, instructions, completion    what is listed and told to a client
    tool_search, tool_forms, thesaurus    ``search_tools``
    prompt_text, route      the text of a prompt; the path of the endpoint
    clients, client_steps, desktop_extension    how clients are connected

Answers
    render, lean            as text; without empty fields
    fitting, paging, numbers, lists    within the budget, page by page
    markdown, markdown_converter, html_tree    texts
    spreadsheets, storable  files of rows; what PostgreSQL can store

Audit
    audit_line, audit_rows  the line in the file; rows as they are asked for
    redaction, secret_shapes, masking    without secrets
    log                     log lines of the addon

Files and requests
    files/                  the file system of the server
    file_text, office_text, pdf_reading    the text of a file
    pictures, pdf_images, ink    what is shown of it
    links, link_log, uploads, upload_types, incoming    files in and out by links
    chatter                 messages of a record
    outgoing/, phone_home   requests to other systems

The server (developer tools)
    commands, asked_commands, supervised/    programs
    python/, sql/           Python and SQL
    modules, module_change, odoo_process    installing in a second Odoo
    service_control, log_files, system    services, logs, the machine
    doctor/                 what keeps clients from connecting

Odoo
    orm/, journal/          records: reading and writing; before-images and undo
    describing/, menus, reports    models, menus, PDF reports
    settings, compat/       settings; what differs between 18.0 and 19.0
    purging                 deleting what is old

Toolsets
    workflows/, accounting/, hr/, expenses/, projects/, articles/, mailing/
    inbox/, reviews/        what waits for a person; OCA's reviews
    dashboards/, report_templates/    key figures; reports in Markdown
"""

from . import catalog, completion, hosts, listing, menus, pipeline, policy, settings
from . import instructions
from .dashboards import offered as offered_dashboards
from .describing import compact, importance
from .orm import default_fields, directory, typed_in
from .report_templates import offered as offered_reports
