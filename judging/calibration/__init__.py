"""Calibration: a few anchor entries that all of a panel score alike and talk over before scoring opens; nothing of it counts."""
