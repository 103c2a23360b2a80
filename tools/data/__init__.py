from . import toolset
from . import export_data
from . import import_data
from . import rollback_import
