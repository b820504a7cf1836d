"""An e-mail address belongs to the agency in whose domain it lies."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.directory.domains import Placed, agencies_of_address, domains_above, lies_in
from awards.directory.operations import import_agencies
from awards.directory.queries import agencies_for_address
from awards.directory.rows import agencies_from_fixtures

LABEL = st.text("abcdefghij-", min_size=1, max_size=6).filter(lambda t: t.strip("-") == t)
DOMAIN = st.lists(LABEL, min_size=2, max_size=4).map(".".join)
A, B, C = (uuid.UUID(int=n) for n in (1, 2, 3))


@given(DOMAIN, st.lists(LABEL, max_size=3))
def test_an_address_lies_in_its_domain_and_in_every_one_above_it(domain, below):
    email = f"laila@{'.'.join([*below, domain])}"
    assert lies_in(email, domain)
    assert lies_in(email.upper(), f".{domain.upper()}.")
    assert domain in domains_above(email)
    assert all(lies_in(email, above) for above in domains_above(email))


@given(DOMAIN, LABEL, LABEL)
def test_a_domain_that_only_ends_alike_is_another_one(domain, prefix, other):
    """Neither `other-agency.gov` nor `agency.gov.evil` is `agency.gov`, nor is the name before the sign."""
    for email in (f"laila@{prefix}{domain}", f"laila@{domain}.{other}", f"{domain}@{other}"):
        assert lies_in(email, domain) == (domain in domains_above(email))
    assert not lies_in(f"laila@{prefix}{domain}", domain)
    assert agencies_of_address(f"laila@{prefix}{domain}", [(A, domain)], []) == frozenset()
    assert agencies_of_address(f"{domain}@{prefix}{domain}", [(A, domain)], []) == frozenset()


@given(DOMAIN, LABEL)
def test_the_narrowest_domain_decides(domain, below):
    narrow = f"{below}.{domain}"
    domains = [(A, domain), (B, narrow)]
    assert agencies_of_address(f"laila@{narrow}", domains, []) == {B}
    assert agencies_of_address(f"laila@{domain}", domains, []) == {A}


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_parts_without_a_domain_share_that_of_the_agency_above_whatever_the_tree_is(pairs):
    """Also where the directory is in a circle."""
    ids = [uuid.UUID(int=n) for n in range(7)]
    parents = {child: parent for child, parent in pairs if child != 0}
    found = agencies_of_address(
        "laila@agency.gov",
        [(ids[0], "agency.gov")],
        [Placed(ids[child], ids[parent]) for child, parent in parents.items()],
    )

    def below(n, seen=()):
        return n == 0 or (n in parents and n not in seen and below(parents[n], (*seen, n)))

    assert found == {ids[n] for n in range(7) if below(n)}


@pytest.mark.parametrize(
    ("email", "codes"),
    [
        ("a@moh.gov.sa", ["moh"]),
        ("a@labs.MOH.gov.sa", ["moh"]),
        ("a@moi.gov.sa", ["moi", "traffic"]),
        ("a@ksu.edu.sa", ["ksu"]),
        ("a@moe.gov.sa", ["moe"]),
        ("a@notmoh.gov.sa", []),
        ("a@moh.gov.sa.example", []),
        ("a@gov.sa", []),
    ],
)
def test_the_directory_of_the_product_is_asked_in_a_few_statements(db, clock, email, codes):
    with db.write() as session:
        import_agencies(session, agencies_from_fixtures(), by=None, at=clock())
        assert sorted(agency.code for agency in agencies_for_address(session, email)) == codes
