from . import toolset
from . import describe_model
from . import list_models
