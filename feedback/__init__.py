"""What people are told: their home page, health check reports."""
