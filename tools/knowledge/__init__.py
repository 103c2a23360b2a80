from . import toolset
from . import read_articles
from . import create_article
from . import update_article
from . import delete_article
