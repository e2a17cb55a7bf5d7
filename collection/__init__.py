"""What comes in during the year: reports of departments, tasks, surveys, comments, events."""
