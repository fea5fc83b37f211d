"""Everything that touches storage or files."""
