"""Which agency enters with which text, within the limits of a cycle."""

from collections import Counter
from collections.abc import Collection

from awards.demo.fixtures import FixtureEntry


class Entering:
    """Hands texts to agencies, one after the other, and remembers what each has."""

    def __init__(
        self, agencies: Collection[str], barred: Collection[tuple[str, str]], limit: int | None
    ) -> None:
        """`barred` are agencies and the categories that they may not enter; `limit` is for each of both."""
        self._agencies, self._barred, self._limit = sorted(agencies), frozenset(barred), limit
        self._taken: Counter[tuple[str, str]] = Counter()
        self._entered: set[tuple[str, str]] = set()
        """Agencies and the texts that they have entered."""

    def agency_for(self, fixture: FixtureEntry, *, later: bool) -> str | None:
        """Who enters with this text: its own agency, or its other one in a later cycle, else another that may.

        None for an individual's entry. Nobody enters twice with the same text.
        """
        if fixture.agency is None:
            return None
        for code in [*self._preferred(fixture, fixture.agency, later=later), *self._agencies]:
            if self._may_enter(code, fixture):
                self._taken[code, fixture.category] += 1
                self._entered.add((code, fixture.text_key))
                return code
        raise LookupError(f"nobody may enter with {fixture.key}")

    def _preferred(self, fixture: FixtureEntry, own: str, *, later: bool) -> list[str]:
        if fixture.repeats:
            return sorted(self._agencies, key=lambda code: self._taken[code, fixture.category])
        other = fixture.next_agency or own
        # A text that names its own agency stays with it, so that there is something true to redact.
        order = [other, own] if later and not fixture.names_itself else [own, other]
        return [code for code in order if code in self._agencies]

    def may_be_partner(self, code: str, category: str) -> bool:
        return (code, category) not in self._barred

    def _may_enter(self, code: str, fixture: FixtureEntry) -> bool:
        return (
            code not in fixture.partners
            and (code, fixture.category) not in self._barred
            and (code, fixture.text_key) not in self._entered
            and (self._limit is None or self._taken[code, fixture.category] < self._limit)
        )
