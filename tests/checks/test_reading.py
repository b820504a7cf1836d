"""A page that is read changes nothing: no GET writes, whoever asks; only that and when it was asked for may be recorded."""

import pytest

from awards.people.last_used import LastUsed
from awards.people.models import Role
from awards.site.audit_access import AccessLog
from tests.judging.blinding.canary import addresses, plant
from tests.judging.blinding.posting import Doors


@pytest.mark.parametrize("role", [*Role, None])
def test_no_get_writes(app, client, db, make, settings, sign_in, monkeypatch, role):
    planted = plant(make, settings)
    if role is not None:
        sign_in(client, planted.judge if role is Role.JUDGE else make.person(role))
    wrote = []

    def write():
        wrote.append(address)
        raise AssertionError(f"{address} writes")

    monkeypatch.setattr(db, "write", write)
    monkeypatch.setattr(AccessLog, "_write", lambda *_: None)
    # The application outlives the tests, and whether uses are to be written hangs on the clock of those before.
    monkeypatch.setattr(LastUsed, "_write", lambda *_: None)
    reached, doors = 0, Doors()
    for name, address in addresses(app, planted):
        if doors.shut(name):
            continue
        answer = client.get(address, follow_redirects=False)
        assert answer.status_code < 500, address
        reached += answer.status_code == 200
        doors.answered(name, answer.status_code)
    assert not wrote
    assert reached > 5
