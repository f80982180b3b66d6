"""What stands in the audit log, and in which words: requests of staff by their endpoint, events by their name in the log lines.

A request of staff is put in the log unless its endpoint stands in SHOWS_NOBODY: a new page of staff is in it by itself, and a test asks for
its words.
"""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from lms.audit.chain import REMOVED
from lms.audit.lines import BEGUN

REFUSED = "refused"
"""The request of the line `thing` names was answered by a refusal: nothing was done."""
DENIED = "denied"
"""A page that the role may not open; `thing` is its endpoint."""

_SHOWS_NOBODY = """
admin.access_keys admin.health authoring.begin authoring.check authoring.close_reports authoring.contents authoring.contents_csv
authoring.course_line authoring.course_lines authoring.edit authoring.export_file authoring.export_questions authoring.import_questions
authoring.reading authoring.waiting_pages authoring.look_at_questions authoring.entry authoring.entry_uses authoring.new authoring.page_form
authoring.pictures authoring.pilot_row authoring.question authoring.questions authoring.register_list authoring.review_pack_pdf
authoring.shared_text authoring.share_texts authoring.shared_archive authoring.course_settings authoring.new_course
authoring.game_words authoring.game_words_of_file authoring.cards authoring.card authoring.triage authoring.triage_row
authoring.triage_row_key authoring.sign_triage_row authoring.open_source authoring.site_rules authoring.clinical_text authoring.links_of
authoring.shipped_text authoring.shipped_texts authoring.versions authoring.writing_help
cmi5.packages cmi5.about_package dashboards.cohorts evidence.courses people.import_model people.leavers preview.try_list trial.site_trials
preview.try_list_csv preview.try_one webhooks.webhooks
"""
SHOWS_NOBODY = frozenset(_SHOWS_NOBODY.split())
"""Pages of texts, settings and lists of cohorts: no record of a person is seen there, and what they change has its own history."""

REQUESTS: Mapping[str, str] = {
    "webhooks.add": _("webhook made"),
    "webhooks.all_csv": _("list of webhooks saved"),
    "webhooks.sent_csv": _("list of what webhooks told saved"),
    "webhooks.rotate": _("webhook given a new secret"),
    "webhooks.resume": _("webhook started again"),
    "webhooks.end": _("webhook ended"),
    "admin.access_keys_csv": _("list of access keys saved"),
    "admin.add_access_key": _("access key made"),
    "admin.add_person": _("account opened by staff"),
    "admin.end_access_key": _("access key ended"),
    "admin.find_people": _("accounts looked for by name"),
    "admin.forwards_csv": _("list of copies for other stores saved"),
    "admin.join_cohort": _("person put in a cohort"),
    "admin.new_passphrase": _("new passphrase given"),
    "admin.people": _("list of accounts opened"),
    "admin.people_csv": _("list of accounts saved"),
    "admin.person": _("account opened on screen"),
    "admin.change_person_role": _("role changed"),
    "admin.rename_person": _("sign-in name changed"),
    "admin.look_at_merge": _("two accounts looked at, to be made one"),
    "admin.merge_people": _("account merged into another"),
    "admin.suspend_person": _("account suspended or opened again"),
    "admin.remove_second_factor": _("second step at sign-in removed by staff"),
    "admin.rotate_access_key": _("access key given a new secret"),
    "admin.statements": _("statements read"),
    "assessment.contested": _("contested test opened"),
    "assessment.contested_csv": _("list of contested tests saved"),
    "assessment.decide": _("contested test decided"),
    "assessment.find_open_sittings": _("open tests looked for by name"),
    "assessment.follow_up": _("list of tests opened"),
    "assessment.lengthen": _("time of a test lengthened"),
    "assessment.open_csv": _("list of open tests saved"),
    "assessment.stop": _("test ended by staff"),
    "audit.log": _("audit log read"),
    "audit.log_csv": _("audit log saved"),
    "audit.find": _("audit log of one person read"),
    "authoring.add_picture": _("picture added"),
    "authoring.take_questions": _("questions of another program brought in"),
    "authoring.add_remark": _("remark on a text added"),
    "authoring.close_remark": _("remark on a text closed or opened"),
    "authoring.stamp_equal": _("translation called equal"),
    "authoring.answer_for": _("answered for a set of the pilot"),
    "authoring.begin_course": _("course added"),
    "authoring.begin_version": _("version of a text begun"),
    "authoring.choose_set": _("set of the pilot chosen"),
    "authoring.move": _("state of a text changed"),
    "authoring.order_course": _("order of a course changed"),
    "authoring.remove_entry": _("entry taken out of a register"),
    "authoring.restore": _("earlier version of a text taken back"),
    "authoring.save": _("text saved"),
    "authoring.save_course_line": _("module of a course changed"),
    "authoring.save_course_settings": _("words and rule of a course changed"),
    "authoring.save_entry": _("entry of a register saved"),
    "authoring.save_page_form": _("text saved by its form"),
    "authoring.save_question": _("question saved"),
    "authoring.save_shared_text": _("text of a register saved"),
    "authoring.save_game_words": _("words of the game saved"),
    "authoring.save_card": _("card of the morning saved"),
    "authoring.save_triage_row": _("row of the triage register changed"),
    "authoring.rename_triage_row": _("key of a row of the triage register changed"),
    "authoring.remove_triage_row": _("row of the triage register taken away"),
    "authoring.save_triage_signature": _("row of the triage register signed with its sources"),
    "authoring.save_site_rules": _("rules of the site changed"),
    "authoring.save_clinical_text": _("text of a clinical register saved"),
    "authoring.rename_key": _("key of a text changed"),
    "authoring.move_module": _("module put in another course"),
    "authoring.take_away": _("text or picture taken away"),
    "authoring.sign_row": _("row of the triage register signed"),
    "authoring.take_texts": _("texts of another site taken in"),
    "authoring.take_over": _("change of a shipped text taken over"),
    "authoring.tick": _("data protection of the pilot confirmed"),
    "cmi5.bring_package": _("package of another publisher brought in"),
    "cmi5.end_package": _("package of another publisher taken out of its course"),
    "cmi5.package_people": _("list of who is how far in a package opened"),
    "cmi5.waive_unit": _("somebody spared a unit of a package"),
    "credentials.all_attestations": _("list of attestations opened"),
    "credentials.any_attestation": _("attestation opened"),
    "credentials.attestations_csv": _("list of attestations saved"),
    "credentials.correct": _("attestation corrected"),
    "credentials.find_attestations": _("attestations looked for"),
    "credentials.withdraw": _("attestation withdrawn"),
    "dashboards.cohort": _("reports of a cohort opened"),
    "dashboards.comparison": _("comparison of cohorts opened"),
    "dashboards.comparison_csv": _("comparison of cohorts saved"),
    "dashboards.csv": _("table of a report saved"),
    "dashboards.over_time": _("report over time opened"),
    "dashboards.over_time_csv": _("report over time saved"),
    "dashboards.pdf": _("PDF of a report saved"),
    "dashboards.report": _("report opened"),
    "evidence.allow": _("reading time changed"),
    "evidence.answer_complaint": _("complaint answered"),
    "evidence.completion_certificate": _("certificate of completion made"),
    "evidence.course": _("training file opened"),
    "evidence.download": _("training file saved"),
    "messages.of_cohort": _("messages of a cohort opened"),
    "messages.remind": _("reminder sent by staff"),
    "messages.stop_for": _("messages to a person stopped"),
    "people.add_assignment": _("course or game assigned"),
    "people.answers": _("answers of a person read, by her consent"),
    "people.assign": _("assignments of a cohort opened"),
    "people.assignments_csv": _("list of assignments saved"),
    "people.cards_csv": _("list of cards saved"),
    "people.change_followers": _("staff of a cohort changed"),
    "people.change_role": _("role changed"),
    "people.check_import": _("list of people checked for import"),
    "people.close_cohort": _("cohort closed or opened again"),
    "people.due": _("list of due dates opened"),
    "people.due_csv": _("list of due dates saved"),
    "people.end_sign_in_card": _("sign-in card ended"),
    "people.find_due": _("due dates looked for by name"),
    "people.find_in_roster": _("person looked for in a cohort"),
    "people.give_code": _("start code given"),
    "people.help_csv": _("list of who needs help saved"),
    "people.import_codes": _("start codes of imported people saved"),
    "people.import_people": _("import page opened"),
    "people.import_remarks": _("remarks on an import saved"),
    "people.invitations_csv": _("list of invitations saved"),
    "people.invite": _("invitations of a cohort opened"),
    "people.check_leavers": _("list of people who left looked at"),
    "people.make_cards": _("nameless cards made"),
    "people.suspend_leavers": _("accounts of people who left suspended"),
    "people.make_link": _("invitation link made"),
    "people.move": _("person moved to another cohort"),
    "people.needing_help": _("list of who needs help opened"),
    "people.print_sign_in_card": _("sign-in card printed"),
    "people.put_off": _("due date put off"),
    "people.record": _("record opened"),
    "people.rename": _("sign-in name changed"),
    "people.rename_cohort": _("cohort renamed"),
    "people.revoke": _("invitation ended"),
    "people.roster": _("people of a cohort opened"),
    "people.roster_csv": _("list of people of a cohort saved"),
    "people.suspend": _("account suspended or opened again"),
    "people.verify": _("profession verified"),
    "people.withdraw": _("assignment withdrawn"),
    "people.write_import": _("people imported"),
    "trial.exclude_late": _("participant of a trial excluded late"),
    "trial.site_trial": _("trial opened on screen"),
}

EVENTS: Mapping[str, str] = {
    "account_erased": _("account erased"),
    "account_opened": _("account opened"),
    "account_suspended": _("account suspended by command: its owner left"),
    "accounts_merged": _("account merged into another"),
    "account_started": _("account started with its code"),
    "address_confirmed": _("e-mail address confirmed"),
    "address_forgotten": _("e-mail address removed"),
    "api_assigned": _("course or game assigned by a program"),
    "api_assignment_ended": _("assignment withdrawn by a program"),
    "api_people_read": _("people of a cohort read by a program"),
    "backup_made": _("backup made"),
    "badge_key_rotated": _("key of badges changed"),
    "cohort_joined": _("cohort joined"),
    "cohort_left": _("cohort left"),
    "consent_given": _("agreement given again for one purpose"),
    "consent_withdrawn": _("agreement taken back for one purpose"),
    "consented": _("agreed to the keeping of data"),
    "data_copied": _("copy of the person's own data saved"),
    "device_paired": _("device paired"),
    "device_unpaired": _("device unpaired"),
    "platform_key_made": _("key towards learning platforms changed"),
    "platform_result_answered": _("answer whether a platform may know of a finished course"),
    "platform_result_taken_back": _("answer to a platform taken back"),
    "identity_linked": _("account of another place linked by its owner"),
    "identity_unlinked": _("link with another place taken away by its owner"),
    "paper_codes_made": _("codes on paper made"),
    "passkey_added": _("passkey added by its owner"),
    "passkey_removed": _("passkey removed by its owner"),
    "passphrase_asked": _("new passphrase asked for"),
    "passphrase_changed": _("passphrase changed"),
    "passphrase_reset": _("new passphrase given by command"),
    "pool_loaded": _("private questions loaded"),
    "pool_removed": _("private questions removed"),
    "profession_checked": _("profession checked by a provider of identities"),
    "provider_logout_refused": _("sign-out message of a provider refused"),
    "provider_signed_out": _("signed out at the provider of identities"),
    "recovery_code_made": _("recovery code made"),
    "restored": _("backup restored"),
    "rows_removed": _("rows removed after their time"),
    "role_changed": _("role changed by command"),
    "second_factor_removed": _("second step at sign-in removed"),
    "second_factor_set": _("second step at sign-in set up"),
    "other_sign_ins_ended": _("all other browsers signed out by their owner"),
    "sign_in_card_ended": _("sign-in card ended by its owner"),
    "sign_in_card_made": _("sign-in card made by its owner"),
    "sign_in_ended": _("a browser signed out by its owner from another one"),
    "sign_in_refused": _("sign-in refused"),
    "signed_in": _("signed in"),
    "signed_out": _("signed out"),
}
"""Events of the log lines (lms/logs.py) that are no request of staff: what people do with their own account, and commands."""

OWN: Mapping[str, str] = {
    BEGUN: _("audit log begun"),
    REMOVED: _("lines removed after their time"),
    REFUSED: _("refused: nothing was done"),
    DENIED: _("page denied to this role"),
}


def words() -> dict[str, str]:
    """Every action and its words, in the language of the request."""
    return {action: str(text) for action, text in {**REQUESTS, **EVENTS, **OWN}.items()}
