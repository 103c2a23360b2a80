"""What confirms a call.

confirmation            tokens: signed, bound, short-lived, used once
effect_binding, effect_told    bound to what there was, and what becomes of it
preview_binding         bound to what the preview said
approvers               the people who may decide
"""
