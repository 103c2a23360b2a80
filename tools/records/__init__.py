from . import toolset
from . import describe_model
from . import list_models
from . import search_records
from . import get_record
from . import count_records
