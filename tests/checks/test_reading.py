"""A page that is read changes nothing: no GET writes, whoever asks; only that it was asked for may be recorded."""

import pytest

from awards.people.models import Role
from awards.site.audit_access import AccessLog
from tests.judging.blinding.canary import addresses, plant


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
    reached = 0
    for _, address in addresses(app, planted):
        answer = client.get(address, follow_redirects=False)
        assert answer.status_code < 500, address
        reached += answer.status_code == 200
    assert not wrote
    assert reached > 5
