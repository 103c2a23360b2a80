"""Running calls, and how they are ended.

under_way               what runs in this process
stop_watcher            ends what an administrator stopped, or takes too long
process_mark            whether the process of a piece of work still lives
"""
