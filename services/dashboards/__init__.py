"""Dashboards: key figures with the domains that find their records.

known, figures          which figures there are, and how each is counted
readable, offered       who may have which
fitting                 within 2 kB
"""
