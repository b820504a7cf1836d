"""Reopening a lodged sheet: asked for with a reason, granted by two."""
