"""What is kept between calls, and when it is forgotten.

quick_cache             a faster ``ormcache``
timely_cache            Odoo's caches, safe against threads that read old rows
cache_invalidation      emptied once more, after the commit
registry_reset          what a call that is rolled back has cached
"""
