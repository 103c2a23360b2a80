"""Taking back a change set, with the rights of who asks for it.

choosing                which change sets, and whether they are the caller's
conflicts               what changed since, and is in the way
counters                numbers to which everybody adds
added                   what others added, and would go along
reentering              states of steps, where more than they changed since
undoing                 the inverses, in their order
bringing_back, writing_back, unmaking    of what was deleted, changed, created
together, restoring, computing    written by one write, past the ORM, by Odoo itself
renumbering, balancing, quiet    ids that are taken, entries that balance, no mails
irreversibility, beforehand    what stays, and what Odoo would refuse
refusing, telling, advising    refusals and conflicts in words
leftovers               what is still not as it was
for_people              words for people in Odoo
"""
