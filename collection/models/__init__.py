"""What comes in: rows that later become evidence."""
