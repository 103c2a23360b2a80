from . import toolset
from . import export_data
