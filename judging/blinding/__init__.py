"""Blind copies of entries, and JudgeView, the only door through which a judge sees one."""
