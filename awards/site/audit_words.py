"""What each event of the audit log is called."""

from awards.kit.i18n import Message, msg

ACTIONS: dict[str, Message] = {
    "agency.member_added": msg("Person added to an agency"),
    "assignments.made": msg("Entries assigned to judges"),
    "blind_copies.approved_together": msg("Blind copies approved together"),
    "blind_copies.prepared": msg("Blind copies prepared"),
    "blind_copy.approved": msg("Blind copy approved"),
    "certificate.revoked": msg("Certificate revoked"),
    "certificates.issued": msg("Certificates issued"),
    "cycle.announced": msg("Cycle announced"),
    "cycle.created": msg("Cycle created"),
    "cycle.dates_moved": msg("Dates of a cycle moved"),
    "directory.imported": msg("Directory of agencies imported"),
    "entry.disqualified": msg("Entry disqualified"),
    "entry.file_attached": msg("File attached to an entry"),
    "entry.file_removed": msg("File removed from an entry"),
    "entry.saved": msg("Entry saved"),
    "entry.started": msg("Entry started"),
    "entry.submitted": msg("Entry submitted"),
    "entry.withdrawn": msg("Entry withdrawn"),
    "job.asked": msg("Long task asked for"),
    "job.cancel_asked": msg("Cancellation of a long task asked for"),
    "job.ended": msg("Long task ended"),
    "job.resumed": msg("Long task resumed"),
    "judge.released": msg("Judge released"),
    "judge.seated": msg("Judge seated on the jury"),
    "person.added": msg("Person added"),
    "person.password_changed": msg("Password changed"),
    "person.password_set": msg("Password set by the operator"),
    "person.signed_in": msg("Signed in"),
    "person.signed_out": msg("Signed out"),
    "place.approved": msg("Decision on a place approved"),
    "place.decided": msg("Place decided"),
    "place.returned": msg("Decision on a place returned"),
    "publication.consented": msg("Consent to publish the results"),
    "recusal.declared": msg("Recusal declared"),
    "report.made": msg("Report of the results made"),
    "results.consented": msg("Consent to open the results"),
    "results.opened": msg("Results opened"),
    "results.published": msg("Results published"),
    "role.granted": msg("Role granted"),
    "round.closed": msg("Round closed"),
    "round.created": msg("Round created"),
    "round.early_closing_asked": msg("Early closing of a round asked for"),
    "round.opened": msg("Round opened"),
    "rubric.created": msg("Rubric created"),
    "rubric.frozen": msg("Rubric frozen"),
    "scorecard.lodged": msg("Scorecard lodged"),
    "scorecard.saved": msg("Scorecard saved"),
    "tally.computed": msg("Results counted"),
}


def action_words(action: str) -> Message | str:
    """The event in words; its code where it has none."""
    return ACTIONS.get(action, action)
