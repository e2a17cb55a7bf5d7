"""Paper in the official layout, for whatever app prints some."""
