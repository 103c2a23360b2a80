from . import toolset
from . import read_expenses
from . import create_expense
from . import upload_receipt
from . import expense_analysis
from . import submit_expense
from . import approve_expense
from . import pay_expense
