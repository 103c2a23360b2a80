"""Taking back a change set, with the rights of who asks for it.

choosing                which change sets, and whether they are the caller's
undoing, unmaking       inverses; what was created goes again
renumbering, balancing, quiet    ids that are taken, entries that balance, no mails
irreversibility, beforehand    what stays, and what Odoo would refuse
refusing, telling, advising    refusals and conflicts in words
leftovers               what is still not as it was
for_people              words for people in Odoo
"""
