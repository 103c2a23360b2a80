from . import catalog, completion, hosts, listing, menus, pipeline, policy, settings
from . import instructions, prompt_policy
from .dashboards import offered
from .describing import compact, importance
from .orm import default_fields, directory
