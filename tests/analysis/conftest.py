"""What all tests of the measures share."""

from hypothesis import settings

# A busy machine makes a test slower, not wrong.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
