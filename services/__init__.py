from . import catalog, completion, hosts, listing, pipeline, policy, settings
from .describing import compact, importance
from .orm import default_fields
