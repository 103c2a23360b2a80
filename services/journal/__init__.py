"""What a call changed, and taking it back.

recording, kept, images   before-images of everything that the ORM writes
along                   what changed along with what was asked for
comparing               what of it really changed, by the end
keyed, linked, stored_files, dependants    what a row does not hold itself
turns                   in which order things were asked for
lines                   what a change set consists of
shown, shown_lines, keyed_shown, followers, diff    for models and for people
told                    the change set in the answer of its call
deletions               which deletions people must be told of
differing, limiting     long texts, cut where they differ; how much is told
led_to                  links of a text, beside its words
idle                    what is said of a call that changed nothing
kept_back, outside      what is not a caller's to read; what outsiders wrote
undo/                   taking a change set back
"""
