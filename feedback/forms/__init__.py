"""Forms of reports and of whatever else people are told."""
