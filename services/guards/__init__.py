"""The guards around a call: ``pipeline`` says in which order.

validated, permitted    arguments; rights
throttled, bulk         how often, and how much
pressed                 rules of tools about the buttons that a call presses
audited                 the intent before, the outcome after
stoppable               ends when an administrator stops it, or its time is over
once                    answers a repeated call as the first
reading, of_writes      what only reads may not write, and spares the other guards
confirmed               asks before what must be confirmed
isolated, journaled     in a savepoint, with before-images
timed, bounded          within time; within the answer budget
"""
