"""Forms of the intake's pages."""

from awards.kit.forms import Form


class FilterForm(Form):
    """What the dashboard counts; an empty box filters nothing."""

    category: str = ""
    sector: str = ""
    took_part: bool = False
    """Of the agencies that have begun nothing: only those with an entry in the last cycle."""
