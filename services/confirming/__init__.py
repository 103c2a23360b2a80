"""What confirms a call.

confirmation            tokens: signed, bound, short-lived, used once
preview_binding         bound to what the preview said
approvers               the people who may decide
"""
