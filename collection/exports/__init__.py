"""Lists that leave the house as files."""
