"""From lodged sheets to totals and ranks."""
