from . import catalog, completion, listing, pipeline, policy
