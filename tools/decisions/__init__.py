from . import toolset
from . import log_decision
from . import read_decisions
from . import submit_decision
from . import approve_decision
from . import decide_review
from . import list_pending_approvals
