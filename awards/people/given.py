"""What a handler may ask for, by name: `db`, `clock`, `settings`, `files`, `form`, `viewer`."""

from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.kit.files import FileStore
from awards.people.viewer import Viewer
from awards.settings import Settings

GivenDb = NamedDependency[Database]
GivenClock = NamedDependency[Clock]
GivenSettings = NamedDependency[Settings]
GivenFiles = NamedDependency[FileStore]
GivenForm = NamedDependency[FormMultiDict]
GivenViewer = NamedDependency[Viewer]
"""The signed-in person; only on routes with a guard."""
