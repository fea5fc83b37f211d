"""What is measured, run by one command: `python -m benchmarks`. Nothing here is asserted."""
