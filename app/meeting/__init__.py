"""A meeting: started, gone through one screen a point, noted, and seen by everyone who is in it as it changes."""
