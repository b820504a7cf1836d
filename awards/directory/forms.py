"""The form of a member's part in an agency."""

from awards.directory.models import MembershipKind
from awards.kit.forms import Form


class PartForm(Form):
    """Owner or editor."""

    kind: MembershipKind
