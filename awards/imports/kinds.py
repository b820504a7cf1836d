"""The kinds of tables, by their name in addresses."""

from awards.imports import agencies, entering, people, services
from awards.imports.models import TableKind
from awards.imports.plans import Kind

KINDS: dict[TableKind, Kind] = {
    TableKind.AGENCIES: agencies.KIND,
    TableKind.PEOPLE: people.KIND,
    TableKind.SERVICES: services.KIND,
    TableKind.ENTRIES: entering.KIND,
}
