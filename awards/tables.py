# ruff: noqa: F401
"""Every table of the product, imported in one place so that the schema is whole."""

from sqlmodel import SQLModel

import awards.cycles.models
import awards.directory.models
import awards.entries.extensions.models
import awards.entries.models
import awards.entries.translations.models
import awards.events.models
import awards.guidance.models
import awards.helpdesk.models
import awards.imports.models
import awards.invitations.models
import awards.kit.audit
import awards.kit.jobs
import awards.kit.mail.outbox
import awards.people.models
import awards.registrations.models
import awards.screening.models
import awards.screening.moving_models
import awards.screening.replies.models
import judging.appeals.models
import judging.assignments.models
import judging.blinding.certificate.models
import judging.blinding.models
import judging.blinding.pages.models
import judging.calibration.models
import judging.deliberations.models
import judging.deliberations.room.models
import judging.deliberations.votes.models
import judging.enquiries.models
import judging.panels.models
import judging.recognition.models
import judging.reconciliation.models
import judging.recusals.models
import judging.reopenings.models
import judging.rounds.method.models
import judging.rounds.models
import judging.rubrics.models
import judging.scorecards.models
import judging.sealing.models
import judging.tally.models
import reports.certificates.models
import reports.results.models

metadata = SQLModel.metadata
