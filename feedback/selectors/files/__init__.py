"""The file of a person and of a leadership team: what years, posts, records and facts add up to."""
