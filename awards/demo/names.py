"""Invented names for the people who enter for agencies."""

import random

_GIVEN = (
    ("عبدالله", "Abdullah"), ("نورة", "Noura"), ("فيصل", "Faisal"), ("ريم", "Reem"), ("تركي", "Turki"),
    ("هند", "Hind"), ("سعود", "Saud"), ("أمل", "Amal"), ("ماجد", "Majed"), ("لطيفة", "Latifah"),
    ("بندر", "Bandar"), ("شهد", "Shahad"), ("نايف", "Naif"), ("منال", "Manal"), ("راشد", "Rashed"),
    ("العنود", "Alanoud"), ("خالد", "Khalid"), ("سارة", "Sarah"), ("عمر", "Omar"), ("جواهر", "Jawaher"),
)  # fmt: skip
_FAMILY = (
    ("السبيعي", "Al-Subaie"), ("القحطاني", "Al-Qahtani"), ("الحازمي", "Al-Hazmi"), ("العنزي", "Al-Anazi"),
    ("الزهراني", "Al-Zahrani"), ("المطيري", "Al-Mutairi"), ("البلوي", "Al-Balawi"), ("الغامدي", "Al-Ghamdi"),
    ("الشمري", "Al-Shammari"), ("العمري", "Al-Omari"), ("الجهني", "Al-Juhani"), ("الفيفي", "Al-Faifi"),
)  # fmt: skip


def name_of(key: str) -> tuple[str, str]:
    """A name in Arabic and English, always the same for the same key."""
    draw = random.Random(key)
    given, family = draw.choice(_GIVEN), draw.choice(_FAMILY)
    return f"{given[0]} {family[0]}", f"{given[1]} {family[1]}"
