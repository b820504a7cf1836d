"""`make bench`: CPU per request, SQL statements per page, certificates per second, of this product alone."""
