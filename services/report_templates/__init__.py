"""Reports in Markdown, filled from named queries that run as the caller.

A template is a text with places (``{orders}``, ``{orders.count}``, ``{date_from}``) and
a definition in YAML: parameters and queries. Nothing in either is evaluated.

filling.fill(env, template, given)
  ├─ parameters.values     what was given, or the default: days, texts, numbers, records
  ├─ querying.run          each query, by the choke points of ``services/orm``
  └─ writing.written       places filled once; what is put in is not read again

definition, terms    the YAML, and its texts that people read
places, domain       places in texts and in domains
cells                a value in a table
shipped, offered     templates that come with the addon; who may have which
"""
