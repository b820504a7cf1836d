"""What is printed once the demo stands: where to go, and as whom."""

import json
from pathlib import Path

_OTHERS = ("2nd organiser · منظّم ثانٍ", "3rd organiser · منظّم ثالث", "4th organiser · منظّم رابع")
"""Results take two; on appeals somebody rules who had no part in them."""


def welcome(folder: Path) -> str:
    """Each role's address and sign-in, from `demo.json`."""
    demo = json.loads((folder / "demo.json").read_text())
    base = demo["base"]
    rows = [
        ("Agency · جهة", "/entries", _familiar(demo["entrants"])),
        ("Judge · محكّم", "/scorecards", demo["judges"][0]["email"]),
        ("Organiser · منظّم", "/desk/organiser", demo["organizers"][0]["email"]),
        *(
            (role, "/desk/organiser", account["email"])
            for role, account in zip(_OTHERS, demo["organizers"][1:], strict=False)
        ),
        ("Auditor · مدقّق", "/desk/auditor", demo["auditors"][0]["email"]),
    ]
    lines = ["", f"Tahkim demo at {base}    password for every account: {demo['judges'][0]['password']}", ""]
    lines += [f"  {role:24} {base + path:42} {email}" for role, path, email in rows]
    lines += [
        "",
        f"  All accounts: {folder / 'demo.json'}",
        f"  Results and certificates of the second cycle: {folder / 'out'}",
        "",
    ]
    return "\n".join(lines)


def _familiar(entrants: list[dict[str, str]]) -> str:
    """An agency that every reader knows, if it is among them."""
    emails = [account["email"] for account in entrants]
    return next((email for email in emails if email.startswith("moh@")), emails[0])
