"""Pure rules of the daily review: no Django, no database."""
