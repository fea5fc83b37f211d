"""What stands around the pages on the server: whom it answers, with which headers and cookies. Pure ASGI."""
