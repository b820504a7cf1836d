"""Handing out a clean file."""

from http import HTTPStatus

from litestar import Response

PICTURE = "image/webp"
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def clean_file_response(data: bytes, media_type: str, name: str, *, opened: bool = False) -> Response[bytes]:
    """A download under a neutral name, or a page of its own; in a browser it can do nothing but be looked at."""
    disposition = "inline" if opened else "attachment"
    return Response(
        data,
        status_code=HTTPStatus.OK,
        media_type=media_type,
        headers={
            "content-disposition": f'{disposition}; filename="{name}"',
            "content-security-policy": SANDBOX,
        },
    )


def picture_response(data: bytes) -> Response[bytes]:
    """A page as a picture, looked at in the browser and not taken."""
    return Response(
        data, status_code=HTTPStatus.OK, media_type=PICTURE, headers={"content-security-policy": SANDBOX}
    )
