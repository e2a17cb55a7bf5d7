"""Pure rules of score sheets: no database, no clock."""
