"""What a cycle is called after its number. Pure."""

_ARABIC = (
    [
        "الأولى",
        "الثانية",
        "الثالثة",
        "الرابعة",
        "الخامسة",
        "السادسة",
        "السابعة",
        "الثامنة",
        "التاسعة",
        "العاشرة",
    ]
    + [
        f"{unit} عشرة"
        for unit in [
            "الحادية",
            "الثانية",
            "الثالثة",
            "الرابعة",
            "الخامسة",
            "السادسة",
            "السابعة",
            "الثامنة",
            "التاسعة",
        ]
    ]
    + ["العشرون"]
)
_ENGLISH = [
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
    "Eleventh",
    "Twelfth",
    "Thirteenth",
    "Fourteenth",
    "Fifteenth",
    "Sixteenth",
    "Seventeenth",
    "Eighteenth",
    "Nineteenth",
    "Twentieth",
]


def numbered_name(number: int) -> tuple[str, str]:
    """In Arabic and English: in words to the twentieth, with the number from there on."""
    if 1 <= number <= len(_ARABIC):
        return f"الدورة {_ARABIC[number - 1]}", f"{_ENGLISH[number - 1]} cycle"
    return f"الدورة {number}", f"Cycle {number}"
