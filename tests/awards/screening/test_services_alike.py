"""Which services two entries have in common."""

import uuid
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from awards.screening.likeness import likeness, trigrams
from awards.screening.services_alike import NAMES_ALIKE, Offered, shared_services

NAMES = ["رخصة بناء", "رخصة البناء", "رخصة حفر الآبار", "حفر الآبار: رخصة", "سجل المزارع", ""]
_services = [
    (uuid.UUID(int=n), ar, en) for n, (ar, en) in enumerate(zip(NAMES, reversed(NAMES), strict=True))
]
_offered = st.sets(st.tuples(st.integers(1, 5), st.sampled_from(_services)), max_size=14).map(
    lambda rows: [Offered(uuid.UUID(int=entry), *service) for entry, service in sorted(rows)]
)


def alike(one, other):
    both = ((getattr(s, f"name_{lang}") for s in (one, other)) for lang in ("ar", "en"))
    how = max(likeness(*map(trigrams, names)) for names in both)
    return one.id == other.id or how >= NAMES_ALIKE


@given(_offered)
def test_two_entries_share_what_comparing_each_service_with_each_finds(offered):
    entries = sorted({one.entry_id for one in offered})
    found = shared_services(offered)
    for first, second in combinations(entries, 2):
        mine, theirs = ([one for one in offered if one.entry_id == id_] for id_ in (first, second))
        slow = {(a.id, b.id) for a in mine for b in theirs if alike(a, b)}
        same = {a for a, b in slow if a == b}
        told = {(a, b) for a, b in slow if a == b or not {a, b} & same}
        quick = found.get((first, second), [])
        assert {(one.one.id, one.other.id) for one in quick} == told
        assert all((one.one.entry_id, one.other.entry_id) == (first, second) for one in quick)
        assert [one.same for one in quick] == sorted((one.same for one in quick), reverse=True)
