"""Lists that come into the feedback app as files."""
