"""What the sectors of the directory are called."""

from awards.kit.i18n import Message, msg

SECTORS: dict[str, Message] = {
    "health": msg("Health"),
    "education": msg("Education"),
    "justice": msg("Justice and oversight"),
    "security": msg("Security and foreign affairs"),
    "economy": msg("Economy and industry"),
    "finance": msg("Finance"),
    "transport": msg("Transport"),
    "municipal": msg("Municipalities"),
    "environment": msg("Environment and water"),
    "culture": msg("Culture, sport and tourism"),
    "digital": msg("Digital government"),
    "social": msg("Labour and social affairs"),
    "religion": msg("Religious affairs"),
}


def sector_name(sector: str) -> Message | str:
    """A sector that the product does not know keeps its own name."""
    return SECTORS.get(sector, sector)
