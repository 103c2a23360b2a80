"""Who may do what: one predicate for what is listed and for what may run.

mcp.policy._listed(kind, principal)                     what is not refused
mcp.policy._verdict(declaration, principal, effect)     deciding.py → verdict.py
  ├─ _checks(), the first that answers decides
  │    ├─ _check_developer     group, switch, odoo.conf, address    developers.py
  │    ├─ _check_toolset       the toolsets of the credential       deciding.py
  │    ├─ _check_rule          what administrators decided          rules.py
  │    ├─ _check_requires      apps, and Odoo's rights to them      needs.py
  │    ├─ _check_libraries     Python packages                      needs.py
  │    ├─ _check_groups        Odoo's groups                        deciding.py
  │    ├─ _check_scopes        what an OAuth token was granted      modes.py
  │    ├─ _check_mode          Observer, Operator, …                modes.py
  │    ├─ _check_narrowing     what this connection left out        deciding.py
  │    └─ _check_prompt        what a prompt needs                  prompts.py
  ├─ _confirmations()          how often it is asked                confirmations.py
  └─ _approvers()              by whom                              confirmations.py
mcp.policy._verdict_on(verdict, tools, principal)       what their rules ask    buttons.py
  ├─ _pressing(buttons)       tools that press these, with a rule     buttons.py
  └─ _reached(…, lines)       tools that do what was done, with one   reached.py

The facts come from the code (effect, toolset, groups), from records (``mcp.rule``), from
the user's groups and from the credential. Default: refused.
"""

# the model first, then what extends it
from . import deciding
from . import buttons, confirmations, developers, modes, needs, prompts, reached, rules
