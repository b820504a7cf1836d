"""Jobs that issue certificates."""
