from . import catalog, pipeline, policy
