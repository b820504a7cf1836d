"""A changed byte is found anywhere in the file; what its own signer changed is found by counting again."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from awards.kit.canonical import canonical_json
from awards.kit.checkpoints import checkpoint_of, to_json
from awards.kit.signing import fingerprint, signer
from judging.sealing.archive import CONTENT, MEMBERS, DoesNotHold, opened, sealed
from judging.sealing.holding import held

AT = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture
def kept(sealed_once):
    """The sealed file."""
    return sealed_once[0]


@pytest.fixture
def own(sealed_once):
    """The key of the installation."""
    return sealed_once[1]


def refusal(file, **given):
    with pytest.raises(DoesNotHold) as refused:
        list(held(file, **given))
    return str(refused.value)


def members(file):
    with ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def resealed(file, key, **changed):
    """The file with members changed (`sheets=function of what it says`), and signed again."""
    content = members(file)
    about = json.loads(content["manifest.json"])
    for name, change in changed.items():
        said = json.loads(content[f"{name}.json"])
        content[f"{name}.json"] = canonical_json(change(said) or said)
    return sealed({name: content[name] for name in CONTENT}, about, key)


def packed(content, *, order=MEMBERS, comment=b"", method=0, twice=()):
    buffer = BytesIO()
    with ZipFile(buffer, "w", method) as archive:
        for name in (*order, *twice):
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr, info.compress_type = 3, 0o644 << 16, method
            archive.writestr(info, content[name])
        archive.comment = comment
    return buffer.getvalue()


# One changed byte


@pytest.mark.parametrize("name", MEMBERS)
def test_any_changed_byte_of_a_member_is_found(kept, name):
    content = members(kept)[name]
    start = kept.index(content)
    step = max(1, len(content) // 150)
    for at in {*range(0, len(content), step), len(content) - 1}:
        for bits in (0x01, 0x20, 0x80):
            changed = bytearray(kept)
            changed[start + at] ^= bits
            with pytest.raises(DoesNotHold):
                opened(bytes(changed))


@pytest.mark.parametrize("name", MEMBERS)
def test_a_changed_byte_is_found_also_where_the_checksum_of_the_archive_was_made_anew(kept, name):
    content = members(kept)
    step = max(1, len(content[name]) // 100)
    for at in range(0, len(content[name]), step):
        changed = bytearray(content[name])
        changed[at] ^= 0x01
        with (
            pytest.raises(DoesNotHold, match=r"manifest|signature")
            if name in MEMBERS[-2:]
            else pytest.raises(DoesNotHold, match=f"^{name}: it is not what was sealed")
        ):
            opened(packed({**content, name: bytes(changed)}))


def test_any_changed_byte_between_the_members_is_found(kept):
    """Local headers, the directory at the end, its closing record: everything that is no member's content."""
    inside = set()
    for content in members(kept).values():
        start = kept.index(content)
        inside |= set(range(start, start + len(content)))
    outside = [at for at in range(len(kept)) if at not in inside]
    assert len(outside) > 800
    for at in outside:
        changed = bytearray(kept)
        changed[at] ^= 0x01
        with pytest.raises(DoesNotHold):
            opened(bytes(changed))


# The archive itself


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda file, content: file + b"\0", "archive"),
        (lambda file, content: b"\0" + file, "archive"),
        (lambda file, content: file[:-1], "archive"),
        (lambda file, content: file[: len(file) // 2], "archive"),
        (lambda file, content: b"", "archive"),
        (lambda file, content: packed(content, comment=b"x"), "other bytes than those of its members"),
        (lambda file, content: packed(content, order=MEMBERS[::-1]), "other bytes than those of its members"),
        (lambda file, content: packed(content, method=ZIP_DEFLATED), "not stored as it was sealed"),
        (lambda file, content: packed({**content, "x.txt": b""}, twice=["x.txt"]), "'x.txt' does not belong"),
        (lambda file, content: packed(content, order=MEMBERS[1:]), "README.txt is missing"),
    ],
)  # fmt: skip
def test_whatever_is_added_to_taken_from_or_moved_in_the_archive_is_found(kept, change, says):
    assert says in refusal(change(kept, members(kept)))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice_is_found(kept):
    assert "sheets.json is there 2 times" in refusal(packed(members(kept), twice=["sheets.json"]))


def test_the_same_members_make_the_same_file(kept):
    assert packed(members(kept)) == kept


# Who signed


def test_a_file_well_signed_by_another_key_is_found_by_the_key(kept, own, tmp_path):
    other = signer(tmp_path)
    changed = json.loads(members(kept)["checkpoint.json"])
    checkpoint = to_json(
        checkpoint_of(other, sequence=changed["sequence"], head=changed["head"], at=AT)
    ).encode()
    content = {**members(kept), "checkpoint.json": checkpoint}
    forged = sealed({name: content[name] for name in CONTENT}, json.loads(content["manifest.json"]), other)
    list(held(forged))
    list(held(kept, key=fingerprint(own.public).upper()))
    assert "not by the key that was given" in refusal(forged, key=fingerprint(own.public))


def test_the_key_and_the_origin_are_said_not_to_be_checked_where_they_are_not(kept):
    lines = list(held(kept))
    assert any(line.startswith("key not checked") for line in lines)
    assert any(line.startswith("origin not checked") for line in lines)


# Against a checkpoint


def checkpoint(key, chain, sequence, **other):
    head = dict(line.split() for line in chain.decode().splitlines())[str(sequence)]
    return to_json(checkpoint_of(key, sequence=sequence, head=other.get("head", head), at=AT)).encode()


def test_a_checkpoint_from_before_the_sealing_is_looked_for_in_the_sealed_log(kept, own, tmp_path):
    chain = members(kept)["chain.txt"]
    lines = list(held(kept, checkpoint=checkpoint(own, chain, 20)))
    assert any(line.endswith("its event 20 is in the sealed log") for line in lines)
    assert "does not have its event 20" in refusal(
        kept, checkpoint=checkpoint(own, chain, 20, head="ab" * 32)
    )
    assert "and the seal by another key" in refusal(kept, checkpoint=checkpoint(signer(tmp_path), chain, 20))
    changed = checkpoint(own, chain, 20).replace(b'"sequence": 20', b'"sequence": 21')
    assert "its signature is not that of its content" in refusal(kept, checkpoint=changed)
    assert "it is not JSON" in refusal(kept, checkpoint=b"{")


def test_a_checkpoint_younger_than_the_seal_is_said_not_to_be_checked(kept, own):
    younger = to_json(checkpoint_of(own, sequence=900, head="ab" * 32, at=AT)).encode()
    assert any("not checked: it is younger" in line for line in held(kept, checkpoint=younger))


# A receipt


def test_a_judge_finds_the_sheet_of_their_receipt(kept):
    sheet = json.loads(members(kept)["sheets.json"])[0]
    name = f"{sheet['entry']}-{sheet['judge']}"
    lines = list(held(kept, receipt=f" {sheet['receipt'].upper()} "))
    assert lines[-1] == f"your receipt: sheet {name}, total {sheet['sheet']['total']} of 100; it counts"
    assert "no sealed sheet has" in refusal(kept, receipt="ab" * 32)


# What the signer themselves wrote otherwise


def put(value, *path):
    def change(said):
        *way, last = path
        for step in way:
            said = said[step]
        said[last] = value(said[last]) if callable(value) else value

    return change


def first_entry(name, value):
    return put(value, "tally", "categories", 0, "entries", 0, name)


FORGED = [
    ({"sheets": put("3", 0, "sheet", "marks", 0, "points")}, "is not the one that"),
    ({"sheets": put("another", 0, "sheet", "marks", 0, "comment")}, "is not the one that"),
    ({"sheets": put("00" * 32, 0, "salt")}, "is not the one that"),
    ({"sheets": lambda said: said[1:]}, "does not have the sheets that it was counted from"),
    ({"sheets": lambda said: [*said, said[0]]}, "a sheet is there twice"),
    ({"sheets": put("not wanted", 0, "left_out")}, "is left out without a reason"),
    ({"sheets": put("replaced", 0, "left_out")}, "is said to be replaced, and is not"),
    ({"sheets": put("entry_out", 0, "left_out")}, "does not have the sheets that it was counted from"),
    ({"sheets": put(99, 0, "entry")}, "entry 99 has sheets that count, and no result"),
    ({"sheets": put("J03", 0, "judge")}, "totals: "),
    ({"sheets": put(7, 0)}, "sheets.json: it does not say what sealed results say"),
    ({"rubrics": put("60", 0, "criteria", 0, "weight")}, "rubrics.json: it does not say"),
    ({"rubrics": lambda said: said[1:]}, "is missing"),
    ({"rubrics": put(2, 0, "version")}, "is missing"),
    ({"rubrics": put("5", 0, "criteria", 0, "scale", "highest")}, "was counted by other criteria"),
    ({"results": first_entry("total_exact", "99")}, "comes to "),
    ({"results": first_entry("rank", 2)}, "ranking: entry"),
    ({"results": first_entry("broken_by", "benefit")}, "ranking: entry"),
    ({"results": first_entry("means", {})}, "does not come out as it was sealed"),
    ({"results": put("99", "tally", "categories", 0, "entries", 0, "sheets", 0, "total_exact")}, "totals: sheet"),
    ({"results": put("sheet = 1", "tally", "formula")}, "the formula is not that by which"),
    ({"results": put(1, "tally", "min_sheets")}, "ranking: entry"),
    ({"results": put(lambda entries: entries[::-1], "tally", "categories", 0, "entries")}, "does not come out"),
    ({"results": put(lambda entries: entries[:-1], "tally", "categories", 0, "entries")}, "has sheets that count"),
    ({"results": put(lambda ladder: ladder[::-1], "tally", "categories", 0, "ladder")}, "does not come out"),
    ({"results": first_entry("compared", "99.000000001")}, "has the score "),
    ({"results": put(0.5, "tally", "categories", 0, "entries", 0, "figures", "p_winner")}, "figures: those of"),
    ({"results": put("99.000000001", "tally", "categories", 0, "entries", 0, "figures", "adjusted")}, "figures: those of"),
    ({"results": put("clear", "tally", "categories", 1, "figures", "label")}, "figures: those of"),
    ({"results": put(9, "tally", "model", "sheets")}, "figures: the model of the round"),
    ({"results": put(5, "tally", "rules", "version")}, "it is not the one that the audit log has"),
    ({"results": put("adjusted", "tally", "method")}, "the formula is not that by which"),
    ({"results": put([], "versions")}, "versions are not those of the audit log"),
    ({"results": put(2, "versions", 0, "version")}, "versions are not those of the audit log"),
    ({"results": put(None, "tally")}, "results.json: it does not say"),
    ({"decisions": put([], "places")}, "not one for each place"),
    ({"decisions": put(False, "places", 1, "departs")}, "departs from the ranking"),
    ({"decisions": put(True, "places", 0, "departs")}, "follows the ranking"),
    ({"decisions": put("", "places", 1, "reason")}, "without a reason"),
    ({"decisions": put(None, "places", 1, "approved")}, "not approved by a second person"),
    ({"decisions": lambda said: put(said["places"][1]["decided"]["by"], "places", 1, "approved", "by")(said)}, "not approved by a second"),
    ({"decisions": put("x", "places", 1, "approved", "by", "id")}, "was not approved by whom it says"),
    ({"decisions": put("other words", "places", 0, "citation_ar")}, "is not what the audit log has"),
    ({"decisions": put("other words", "places", 1, "reason")}, "is not what the audit log has"),
    ({"decisions": put("withheld", "places", 0, "outcome")}, "does not go to as many entries"),
    ({"decisions": lambda said: put(said["places"][1]["entries"], "places", 0, "entries")(said)}, "has two places"),
    ({"decisions": put(98, "places", 0, "entries", 0, "number")}, "goes to an entry that is not ranked"),
    ({"decisions": put(lambda opened: opened[:1], "opened")}, "not opened by two people"),
    ({"decisions": put(lambda opened: [opened[0], opened[0]], "opened")}, "not opened by two people"),
    ({"decisions": put({"at": None, "by": []}, "published")}, "not published by two people"),
    ({"events": put("x", 0, "actor")}, "does not follow from the one before it"),
    ({"events": put(1, 0, "sequence")}, "does not follow from the one before it"),
    ({"events": put(999, 0, "sequence")}, "event 999 does not follow"),
    ({"events": lambda said: [e for e in said if e["action"] != "place.decided"]}, "is not in the audit log"),
    ({"events": lambda said: [e for e in said if e["action"] != "place.approved"]}, "was not approved by whom it says"),
    ({"events": lambda said: [e for e in said if e["action"] != "tally.computed"]}, "versions are not those of"),
    ({"events": lambda said: [e for e in said if e["action"] != "results.consented"]}, "not opened by two people"),
    ({"checkpoint": put("00" * 32, "head")}, "is not signed by the key of the seal"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "says"), FORGED, ids=range(len(FORGED)))
def test_what_the_holder_of_the_key_wrote_otherwise_is_found_by_counting_again(kept, own, changed, says):
    assert says in refusal(resealed(kept, own, **changed))


def test_a_log_that_the_holder_of_the_key_wrote_otherwise_is_found(kept, own):
    def chained(change):
        content = members(kept)
        content["chain.txt"] = change(content["chain.txt"])
        return sealed({n: content[n] for n in CONTENT}, json.loads(content["manifest.json"]), own)

    last = members(kept)["chain.txt"].splitlines(keepends=True)
    assert "is not that of the log" in refusal(chained(lambda text: text + b"900 " + b"ab" * 32 + b"\n"))
    assert "event 51 does not follow" in refusal(chained(lambda text: b"".join(last[:-1])))
    assert "rising order" in refusal(chained(lambda text: text + last[-1]))
    assert "chain.txt: it does not say" in refusal(chained(lambda text: b"\xff"))
    shown = json.loads(members(kept)["events.json"])[0]["sequence"]
    without = b"".join(line for line in last if not line.startswith(b"%d " % (shown - 1)))
    assert f"event {shown} does not follow" in refusal(chained(lambda text: without))


def test_unsigned_or_otherwise_written_signatures_are_refused(kept):
    content = members(kept)
    said = json.loads(content["signature.json"])
    for other in (
        {**said, "more": 1},
        {"key": said["key"]},
        [],
        {**said, "signature": "*"},
        {**said, "key": ""},
    ):
        assert "signature" in refusal(packed({**content, "signature.json": canonical_json(other)}))
    spaced = json.dumps(said).encode()
    assert "no canonical JSON" in refusal(packed({**content, "signature.json": spaced}))


# By whoever has nothing but the package


def test_it_is_checked_without_database_and_settings(kept, tmp_path):
    path = tmp_path / "sealed.zip"
    path.write_bytes(kept)
    script = f"""
import sys
from click.testing import CliRunner
from awards.cli import main
done = CliRunner().invoke(main, ["verify", {str(path)!r}])
loaded = [m for m in sys.modules if m.split(".")[0] in ("sqlalchemy", "sqlmodel", "litestar")]
loaded += [m for m in ("awards.settings", "awards.kit.db", "awards.tables") if m in sys.modules]
print(done.exit_code, loaded)
print(done.output)
"""
    environment = {"PATH": "/usr/bin:/bin", "TAHKIM_BASE_URL": "nonsense"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False
    )
    assert done.stdout.startswith("0 []\narchive: sealed results of cycle 11"), done
    assert list(tmp_path.iterdir()) == [path]
