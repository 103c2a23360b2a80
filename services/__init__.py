from . import catalog, completion, pipeline, policy
