from . import catalog, completion, listing, pipeline, policy
from .describing import compact, importance
