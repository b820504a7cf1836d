"""Forms of rounds."""

from awards.kit.forms import Form


class ConfirmForm(Form):
    confirmed: bool = False
