"""The small cache."""

from awards.kit.recently_used import RecentlyUsed


def test_only_what_was_used_last_is_held() -> None:
    held: RecentlyUsed[str, int] = RecentlyUsed(2)
    held.keep({"a": 1, "b": 2})
    held.find(["a"])
    held.keep({"c": 3})
    assert held.find(["a", "b", "c"]) == {"a": 1, "c": 3}
