"""What confirms a call.

confirmation            tokens: signed, bound, short-lived, used once
effect_binding, effect_told    bound to what there was, and what becomes of it
referred, copied_files    names of what it refers to; bytes that somebody stored
fresh, linked_ids       what each run makes anew
preview_binding         bound to what the preview said
preview                 what a preview found
approvers               the people who may decide
"""
