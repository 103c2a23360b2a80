from . import catalog, completion, hosts, listing, menus, pipeline, policy, settings
from . import instructions
from .dashboards import offered as offered_dashboards
from .describing import compact, importance
from .orm import default_fields, directory, typed_in
from .report_templates import offered as offered_reports
