"""What is measured: indicators, systems with weights and rules, reported values."""
