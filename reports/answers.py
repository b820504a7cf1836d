"""Documents as answers to requests."""

from litestar import Response

PDF = "application/pdf"


def pdf_answer(content: bytes, name: str) -> Response[bytes]:
    """Shown by the browser; saved under `name` (ASCII, without its ending)."""
    headers = {"content-disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, media_type=PDF, headers=headers)
