"""What tests of reports may use."""

from tests.reports.ready import decided, decided_template, published, published_template

__all__ = ["decided", "decided_template", "published", "published_template"]
