"""How fast certificates are drawn."""

import tempfile
import time
from pathlib import Path

from sqlmodel import select

from awards.kit.db import Database
from awards.settings import Settings
from reports.certificates.batch import render_certificates
from reports.certificates.models import Certificate, CertificateKind
from reports.certificates.operations import IntoStore
from reports.certificates.wording import CertificateWording


def certificates_per_second(data: Path) -> tuple[int, float]:
    """Draw the second cycle's certificates of participation anew; how many, and in how many seconds of wall clock."""
    db = Database(Settings.from_environment({"TAHKIM_DATA_DIR": str(data)}).database_url)
    with db.read() as session:
        issued = session.exec(
            select(Certificate.wording).where(Certificate.kind == CertificateKind.PARTICIPATION)
        )
        wordings = [CertificateWording.from_json(wording) for wording in issued]
    db.dispose()
    with tempfile.TemporaryDirectory() as folder:
        start = time.monotonic()
        render_certificates(wordings, IntoStore(Path(folder)))
        return len(wordings), time.monotonic() - start
