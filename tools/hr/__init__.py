from . import toolset
from . import search_employees
from . import read_employee
from . import read_payslips
from . import read_time_off
from . import request_time_off
from . import decide_time_off
from . import cancel_time_off
