"""The secret of an installation: made once, when it is first needed."""

from concurrent.futures import ThreadPoolExecutor

from awards.settings import Settings


def asked(folder, **given):
    return Settings.from_environment({"TAHKIM_DATA_DIR": str(folder), **given})


def test_reading_settings_leaves_nothing_behind(tmp_path):
    folder = tmp_path / "data"
    asked(folder)
    assert not folder.exists()
    assert asked(folder, TAHKIM_SECRET="x" * 48).secret == "x" * 48
    assert not folder.exists()


def test_those_who_ask_at_once_get_one_secret_that_only_its_owner_reads(tmp_path):
    many = [asked(tmp_path / "data") for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        secrets = set(pool.map(lambda one: one.secret, many))
    assert secrets == {asked(tmp_path / "data").secret}
    (made,) = (tmp_path / "data").iterdir()
    assert (made.name, made.stat().st_mode & 0o777) == ("secret.key", 0o600)
