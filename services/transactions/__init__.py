"""Savepoints and cursors around a call, and what is sent with what.

call_savepoint          around the body of a tool
late_savepoint          sent with the first statement that may write
reading_transaction     a reading tool's own, in which PostgreSQL refuses writes
call_transaction        what waits in the transaction of a call, and its end
statement_queue         statements that travel with the next one
own_cursor, kept_cursors    what is committed on its own
commit_savepoints, cursor_patch    Odoo's code that commits itself
after_commit            what fails after the commit
trial, egress           what is rolled back, and must not leave Odoo
"""
