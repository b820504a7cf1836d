"""Many certificates at once."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from reports.certificates import static
from reports.certificates.batch import render_certificates
from reports.certificates.operations import IntoStore
from reports.certificates.render import render_certificate
from reports.certificates.wording import CertificateWording, WordingRefused

Word = Callable[..., CertificateWording]


@dataclass(frozen=True)
class Digest:
    def __call__(self, wording: CertificateWording, pdf: bytes) -> tuple[str, str]:
        return wording.code, sha256(pdf).hexdigest()


def test_two_processes_make_what_one_makes_in_the_order_asked(wording: Word) -> None:
    wordings = [wording(code=f"TK-{i}", title_ar=f"خدمة {i}") for i in range(5)]
    done: list[int] = []
    made = render_certificates(wordings, Digest(), processes=2, on_done=done.append)
    assert made == [(w.code, sha256(render_certificate(w)).hexdigest()) for w in wordings]
    assert done == [1, 2, 3, 4, 5]


def test_no_certificate_is_nothing_to_do() -> None:
    assert render_certificates([], Digest()) == []


def test_an_award_that_cannot_fit_is_refused_before_anything_is_written(
    wording: Word, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static, "MASTHEAD_BOTTOM", 35)
    hopeless = wording(code="TK-B", award_en="The Award of Awards " * 4)
    with pytest.raises(WordingRefused, match="award's name"):
        render_certificates([wording(code="TK-A"), hopeless], IntoStore(tmp_path), processes=1)
    assert list(tmp_path.iterdir()) == []
