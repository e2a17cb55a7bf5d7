"""What leaves the pool as a file."""
