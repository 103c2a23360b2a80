from . import toolset
from . import create_project
from . import create_task
from . import launch_template
from . import list_projects
from . import list_tasks
from . import update_project
from . import update_task
