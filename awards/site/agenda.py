"""The tasks of all cycles in the order in which somebody should look at them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from awards.cycles.models import Cycle
from awards.site.cycle_states import Overview
from awards.site.next_steps import Step
from judging.rounds.state import RoundState

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Task:
    """A step of a cycle that can be taken now."""

    step: Step
    cycle: Cycle


@dataclass(frozen=True, slots=True)
class Agenda:
    """What organisers see first."""

    mine: tuple[Task, ...]
    """What waits for the reader in person."""
    ready: tuple[Task, ...]
    """What any organiser can do now, the nearest date first."""
    waiting: tuple[Task, ...]
    """What waits for its day or for another person where results are open and nothing else can be done."""
    running: tuple[tuple[Overview, tuple[Step, ...]], ...]
    """Cycles that are not published, with what is blocked in them; those in which something can be done come first."""
    past: tuple[Overview, ...]

    def has_work(self, overview: Overview) -> bool:
        return any(task.cycle is overview.cycle for task in (*self.mine, *self.ready))


def agenda(found: Sequence[tuple[Overview, Sequence[Step]]]) -> Agenda:
    """Steps that nothing blocks, by date, those without one last; `found` is a cycle with its steps."""
    tasks = [Task(step, overview.cycle) for overview, steps in found for step in steps if not step.blocked_by]
    tasks.sort(key=lambda task: task.step.due or _LAST)
    order = {id(task.cycle): place for place, task in reversed(list(enumerate(tasks)))}
    running = [(o, tuple(s for s in steps if s.blocked_by)) for o, steps in found if not o.state.published]
    running.sort(key=lambda pair: order.get(id(pair[0].cycle), len(tasks)))
    at_work = {id(task.cycle) for task in tasks}
    return Agenda(
        mine=tuple(task for task in tasks if task.step.mine),
        ready=tuple(task for task in tasks if not task.step.mine),
        waiting=tuple(
            Task(step, o.cycle)
            for o, steps in found
            for step in steps
            if step.blocked_by and o.state.round is RoundState.OPENED and id(o.cycle) not in at_work
        ),
        running=tuple(running),
        past=tuple(o for o, _ in found if o.state.published),
    )
