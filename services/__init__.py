"""The kernel of the addon, and what its tools share. Where to look:

The path of a call
    pipeline, guards/       every call, from the intent in the audit to its outcome
    call, call_id, outcome    one call, and what it answers
    declarations, catalog   what a tool says of itself; all tools of a database
    controls, schema        the arguments that all writing tools take; JSON Schema
    delegating              ``call_tool``: its call is the call of another tool
    running, current_call   which call the running code belongs to, what it may
    stopping/               running calls, and how they are ended
    errors, argument_errors, refusals, concurrency    what is raised, and how it is worded

Who may do what
    callers/, oauth/        who calls and from where; the standards of OAuth
    policy/                 the verdict on a call
    access/                 why somebody may or may not (``explain_access``)
    confirming/             what confirms a call, and who
    apps, libraries         Odoo's apps and Python packages that tools need
    idempotency_store, rate, stage    once, how often, and in which kind of database
    audit/                  lines and rows of calls, without secrets

Transactions and caches
    transactions/, caches/  savepoints, cursors of our own, what is kept between calls
    external_effect         tools whose effect lies outside the transaction

What clients see
    protocol/, route        MCP as the official SDK speaks it; the path of the endpoint
    surface/                lists, instructions, completion, ``search_tools``
    connecting/             how clients are connected
    answers/, texts/        answers within the budget; Markdown and HTML

Odoo
    orm/, journal/          records: reading and writing; before-images and undo
    describing/, menus, reports    models, menus, PDF reports
    pressing                presses buttons, and answers the wizards that they open
    chatter                 messages of a record
    settings, compat/       settings; what differs between 18.0 and 19.0
    storable, purging       what PostgreSQL can store; deleting what is old

Files and requests
    documents/, file_links/    the text of a file; files in and out by links
    importing/              files of records, checked and written
    outgoing/               requests to other systems

The server (developer tools)
    server/, supervised/    programs, modules, services, logs
    files/, python/, sql/    the file system, Python and SQL
    doctor/                 what keeps clients from connecting
    log                     log lines of the addon

Toolsets
    workflows/, accounting/, hr/, expenses/, projects/, articles/, mailing/
    inbox/, reviews/        what waits for a person; OCA's reviews
    dashboards/, report_templates/    key figures; reports in Markdown
"""

# what holds a model: Odoo knows those of the modules that the addon imports
from . import catalog, menus, pipeline, policy, settings
from .surface import completion, listing, things
from .callers import hosts
from .surface import instructions
from .dashboards import offered as offered_dashboards
from .describing import compact, importance
from .orm.reads import default_fields
from .orm import directory
from .orm.writes import typed_in
from .report_templates import offered as offered_reports
