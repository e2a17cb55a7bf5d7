"""Speed beside the alternatives, and whether they agree: `python -m benchmarks --help`."""
