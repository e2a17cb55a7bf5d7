"""Lists of the pool that come in as files: evaluators, attendees, research topics."""
