"""Forms: what was typed, what it means, and what is wrong with it.

A form is a Pydantic model. `read` returns either its values or the errors by field, and always what was
typed, so that a page can be shown again with nothing lost.
"""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Generic, TypeVar, get_origin

from litestar import Request
from litestar.datastructures import FormMultiDict, UploadFile
from pydantic import BaseModel, ConfigDict, ValidationError

from awards.kit.errors import Invalid, NotFound, Refusal
from awards.kit.i18n import Message, msg

F = TypeVar("F", bound="Form")


class Form(BaseModel):
    """Base of all forms: text is stripped, unknown fields are ignored."""

    model_config = ConfigDict(str_strip_whitespace=True, extra="ignore", frozen=True)


@dataclass
class Filled(Generic[F]):
    """One filled-in form."""

    values: F | None = None
    errors: dict[str, Message] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    status: int = HTTPStatus.OK
    """Of the answer that shows it again."""
    refusal: Refusal | None = None
    """What was refused of a form that could be read."""

    def renamed(self, box: str, to: str) -> "Filled[F]":
        """For a page of several such forms: what is typed into `box` and wrong with it goes by the name `to`."""
        self.typed = {to if name == box else name: value for name, value in self.typed.items()}
        self.errors = {to if name == box else name: message for name, message in self.errors.items()}
        return self

    def catching_refusal(self, kind: type[Refusal] = Refusal) -> "_Catching":
        """Around an operation: what it refuses is wrong with the form, which is then to be shown again.

            filled = read(SeatForm, form)
            if filled.values:
                with filled.catching_refusal():
                    with db.write() as session:
                        seat(session, filled.values, by=viewer.person_id, at=clock())
                    return see("/jury")
            return _page(request, filled)

        NotFound goes on, for there is no page to show the form on; so does what is not of the `kind`.
        """
        return _Catching(self, kind)


@dataclass
class _Catching:
    """A class and no generator: its `bool` tells the type checker that what follows is reached."""

    filled: Filled[Any]
    kind: type[Refusal]

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, self.kind) or isinstance(error, NotFound):
            return False
        self.filled.errors, self.filled.status, self.filled.refusal = errors_of(error), error.status, error
        return True


def errors_of(refusal: Refusal) -> dict[str, Message]:
    """A refusal as the page of its form says it: beside the fields, or above them all (`form`).

    Raises the refusal itself where there is no page to show it on: NotFound.
    """
    if isinstance(refusal, NotFound):
        raise refusal
    return dict(refusal.errors) if isinstance(refusal, Invalid) else {"form": refusal.message}


def typed_values(data: FormMultiDict, form: type[Form] | None = None) -> dict[str, Any]:
    """The form's text fields; a field that `form` declares as a list is always a list (one ticked box too)."""
    lists = {
        name
        for name, info in (form.model_fields.items() if form else ())
        if get_origin(info.annotation) in (list, tuple, set)
    }
    typed: dict[str, Any] = {}
    for name in data:
        if name == "_csrf_token":
            continue
        values = [v for v in data.getall(name) if not isinstance(v, UploadFile)]
        if values:
            typed[name] = values if name in lists else values[-1]
    for name in lists:
        typed.setdefault(name, [])
    return typed


def read(form: type[F], data: FormMultiDict) -> Filled[F]:
    """Validate what was posted. Empty text counts as not given."""
    typed = typed_values(data, form)
    given = {k: v for k, v in typed.items() if v != "" and not (isinstance(v, str) and not v.strip())}
    try:
        return Filled(form.model_validate(given), typed=typed)
    except ValidationError as error:
        errors = {str(e["loc"][0] if e["loc"] else "form"): _worded(e) for e in error.errors()}
        return Filled(None, errors, typed, HTTPStatus.UNPROCESSABLE_ENTITY)


def read_filter(form: type[F], request: Request[Any, Any, Any]) -> Filled[F]:
    """What a list is narrowed to by the address: the form of its filter, filled in without a post."""
    return read(form, FormMultiDict(request.query_params.multi_items()))


_NUMBER = msg("Enter a number, in digits only.")
_DATE = msg("Enter a date as year, month, day, for example 2026-05-31.")
_TIME = msg("Enter a date and time, for example 2026-05-31 23:59.")
_OPTION = msg("Choose one of the options.")
_PLAIN = {
    "missing": msg("This field is needed."),
    **dict.fromkeys(
        ("int_parsing", "int_type", "int_from_float", "decimal_parsing", "float_parsing"), _NUMBER
    ),
    **dict.fromkeys(("date_parsing", "date_from_datetime_parsing", "date_type"), _DATE),
    **dict.fromkeys(("datetime_parsing", "datetime_from_date_parsing", "datetime_type"), _TIME),
    **dict.fromkeys(("enum", "literal_error", "uuid_parsing", "bool_parsing"), _OPTION),
}
_BOUNDED = {
    "string_too_short": ("min_length", msg("Write at least %(n)s characters.")),
    "string_too_long": ("max_length", msg("Write at most %(n)s characters.")),
    "greater_than_equal": ("ge", msg("Enter a number that is at least %(n)s.")),
    "less_than_equal": ("le", msg("Enter a number that is at most %(n)s.")),
}


def _worded(error: Any) -> Message:
    """Pydantic's error in the product's words."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind in _BOUNDED:
        bound, message = _BOUNDED[kind]
        return msg(message.text, n=context[bound])
    if kind == "value_error":
        first = next(iter(getattr(context.get("error"), "args", ())), None)
        return first if isinstance(first, Message) else msg("This is not right: %(why)s", why=str(first))
    return msg("This cannot be read. Check it, please.")
