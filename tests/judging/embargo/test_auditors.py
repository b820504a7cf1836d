"""An auditor reads whatever organisers read, and changes nothing at any address."""

from sqlmodel import func, select

from awards.kit.audit import AuditEvent
from awards.people.models import Role
from tests.judging.blinding.canary import addresses
from tests.pages import form_token

FORMS = {
    "appeals.telling",
    "assignments.by_hand_page",
    "assignments.handover_page",
    "assignments.ties_page",
    "corrections.edit",
    "cycles.category_page",
    "cycles.eligibility_question",
    "cycles.letter",
    "cycles.new_eligibility",
    "cycles.new_question",
    "cycles.question_page",
    "cycles.rules_page",
    "cycles.signatory_page",
    "cycles.timetable",
    "deliberations.approvals",
    "deliberations.place",
    "deliberations.publication_consent",
    "events.editing",
    "events.new",
    "guidance.editing",
    "guidance.new",
    "helpdesk.new_canned",
    "helpdesk.new_faq",
    "helpdesk.next",
    "helpdesk.one_canned",
    "helpdesk.one_faq",
    "imports.agency",
    "imports.agency_new",
    "imports.new",
    "imports.preview",
    "imports.preview_together",
    "imports.template",
    "imports.together",
    "intake.reminders",
    "invitations.new",
    "packs.archive",
    "packs.overview",
    "panels.again_page",
    "panels.seat_page",
    "panels.seat_words",
    "reopenings.start_page",
    "revisions.eligibility",
    "revisions.entrants_page",
    "revisions.look_at_loss",
    "revisions.new",
    "revisions.new_eligibility",
    "revisions.open",
    "rounds.set_up_page",
    "rubrics.category_removal",
    "rubrics.edit",
    "rubrics.new_category",
    "screening.choose",
    "tally.closing",
    "tally.opening",
    "tally.reminders",
}
"""Where organisers write something: what comes of it is on the page from which they came. Judges' packs are for
printing."""
OWN_DESK = {"desk.organiser"}
SIGNED_OUT = {
    "invitations.accept",
    "people.confirm_email",
    "people.forgotten",
    "people.new_password",
    "people.sign_in",
    "receipts.compare",
    "registrations.confirm",
    "registrations.register",
}
"""What anybody may send, signed in or not."""
OWN = {
    "people.change_email",
    "people.change_password",
    "people.end_other_sessions",
    "people.end_session",
    "people.keep_email",
    "people.switch_role",
}
"""About themselves."""
ASKS_FOR_NAMES = {"tally.name_judges"}
"""Puts on record who reads the names behind the pseudonyms, and why, before they are shown."""


def answers(client, app, field):
    """Route's name → statuses, over every GET route."""
    found = {}
    for name, address in addresses(app, field):
        if name not in ("people.language", "receipts.mine"):
            found.setdefault(name, set()).add(client.get(address, follow_redirects=False).status_code)
    return found


def test_an_auditor_reads_every_page_that_organisers_read(client, app, field, sign_in):
    field.open()
    field.place()
    c = field.contest
    sign_in(client, c.organisers[0], Role.ORGANISER)
    organiser = answers(client, app, field)
    sign_in(client, c.auditor, Role.AUDITOR)
    auditor = answers(client, app, field)
    read = {name for name, statuses in organiser.items() if statuses & {200, 303}}
    kept_back = {name for name in organiser if 403 in auditor[name] and 403 not in organiser[name]}
    assert kept_back <= FORMS | OWN_DESK, "a page that only shows something is for auditors too"
    for name in read - FORMS - OWN_DESK - {"site.desk", "desk.auditor"}:
        assert auditor[name] == organiser[name], name


def test_whatever_an_auditor_sends_is_refused_and_nothing_changes(client, app, field, db, sign_in):
    field.open()
    field.place()
    sign_in(client, field.contest.auditor, Role.AUDITOR)
    token = form_token(client, "/account")
    with db.read() as session:
        before = session.exec(select(func.max(AuditEvent.sequence))).one()
    sent = set()
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for name, address in addresses(app, field, method):
            if name in sent or name == "people.sign_out":
                continue
            sent.add(name)
            if name in SIGNED_OUT | OWN | ASKS_FOR_NAMES:
                continue
            answer = client.post(address, data={"_csrf_token": token}, follow_redirects=False)
            assert answer.status_code == 403, name
    allowed = client.post(f"{field.contest.path}/results/judges", data={"_csrf_token": token, "reason": ""})
    assert allowed.status_code != 403, "else it is the token that was refused"
    assert len(sent) > 150
    assert sent >= SIGNED_OUT | OWN | ASKS_FOR_NAMES
    with db.read() as session:
        events = select(AuditEvent.action).where(AuditEvent.sequence > before).distinct()
        assert set(session.exec(events)) == {"access.refused"}
