from . import whoami
from . import bare
