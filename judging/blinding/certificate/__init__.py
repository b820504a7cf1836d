"""The blindness certificate: everything that judges can read was searched for whose entries they read."""
