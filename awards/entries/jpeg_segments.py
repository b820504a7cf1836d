"""JPEG without its metadata, its pixels untouched."""

_STANDALONE = {0x01, *range(0xD0, 0xD9)}
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_APP0, _APP14, _APP15, _COMMENT = 0xE0, 0xEE, 0xEF, 0xFE


def without_metadata(data: bytes) -> bytes:
    """Application segments (Exif, XMP, IPTC, profiles) and comments left out, and all that follows the end.

    JFIF (APP0) and Adobe's colour transform (APP14) stay: they say how the colours are to be read. Raises ValueError
    for data that is not a run of segments, since nobody can say what is in it; only the end may be missing.
    """
    out = bytearray()
    at = 0
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("not a run of JPEG segments")
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == _END:
            return bytes(out + data[at : at + 2])
        if marker in _STANDALONE:
            out += data[at : at + 2]
            at += 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if length < 2 or at + 2 + length > len(data):
            raise ValueError("a JPEG segment that does not fit")
        end = at + 2 + length
        if not _is_metadata(marker):
            out += data[at:end]
        at = end
        if marker == _SCAN:
            at = _scan_end(data, at)
            out += data[end:at]
    return bytes(out)


def _is_metadata(marker: int) -> bool:
    return marker == _COMMENT or (_APP0 < marker <= _APP15 and marker != _APP14)


def _scan_end(data: bytes, at: int) -> int:
    """The next marker behind compressed data, in which FF is followed by 00 or a restart marker."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        following = data[at + 1]
        if following not in {0x00, 0xFF} and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2
