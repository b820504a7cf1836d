"""A cycle of the award: its timetable, categories and questions."""
