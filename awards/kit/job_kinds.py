"""Kinds of jobs: which function does the items of which job.

A module that has work to be done registers it::

    @job_kind("certificates.issue", label=msg("Issuing certificates"), at_once=64)
    def issue(work: Work, job: Job, payloads: Sequence[Payload]) -> None: ...

The function raises for what cannot be done: a refusal is shown in its own words. It may be called again with
items that it has done before, after a crash, and must then leave things as they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.kit.files import FileStore
from awards.kit.i18n import Message
from awards.kit.jobs import Job, Payload
from awards.settings import Settings


@dataclass(frozen=True)
class Work:
    """What the function of a job may use."""

    db: Database
    files: FileStore
    settings: Settings
    clock: Clock


Do = Callable[[Work, Job, Sequence[Payload]], None]


@dataclass(frozen=True)
class JobKind:
    """How the items of a job are done, and what it is called."""

    name: str
    label: Message
    do: Do
    at_once: int
    """The most items that `do` is given in one call."""


_kinds: dict[str, JobKind] = {}


def job_kind(name: str, *, label: Message, at_once: int = 1) -> Callable[[Do], Do]:
    """Registers the function that does items of this kind. Raises ValueError for a name that is taken."""

    def register(do: Do) -> Do:
        if name in _kinds:
            raise ValueError(f"there are two kinds of job called {name!r}")
        _kinds[name] = JobKind(name, label, do, at_once)
        return do

    return register


def kind_of(job: Job) -> JobKind | None:
    """None for a kind that this version of the product does not know."""
    return _kinds.get(job.kind)
