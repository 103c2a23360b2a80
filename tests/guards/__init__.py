"""What the pipeline puts before, around and after a body; previews and approvals."""
