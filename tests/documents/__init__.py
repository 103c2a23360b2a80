"""Files by links, and the text and images in them."""
