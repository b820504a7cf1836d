"""Government agencies: names, aliases, domains, and who works for them."""
