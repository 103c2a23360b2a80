"""What a call changed, and taking it back.

recording, images       before-images of everything that the ORM writes
keyed, linked, stored_files, dependants    what a row does not hold itself
lines                   what a change set consists of
shown, keyed_shown, diff    for models and for people
kept_back               what the record rules keep from a caller
undo/                   taking a change set back
"""
