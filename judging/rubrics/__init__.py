"""Criteria, weights, scales and anchors, in versions."""
