"""Groups of records and what is computed over them.

aggregating             by Odoo's own ``_read_group``
totals                  from the groups, where they add up
grouping, measures      what is grouped by, and what is computed
having                  conditions and order
group_values            a group as JSON, with the domain that finds its records
"""
