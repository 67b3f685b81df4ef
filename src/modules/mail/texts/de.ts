import type { Catalogue } from '../../../common/messages.js';
import type { MailText } from './en.js';

/** The words of the mails in German. A duration stands in the accusative. */
export const DE: Catalogue<MailText> = {
  hello: 'Guten Tag',
  'hello.name': 'Guten Tag {name}',
  days: '{count, plural, one {# Tag} other {# Tage}}',
  hours: '{count, plural, one {# Stunde} other {# Stunden}}',
  minutes: '{count, plural, one {# Minute} other {# Minuten}}',
  'button.help': 'Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:',
  support: 'Fragen? Schreiben Sie an {support}.',
  role: '{role, select, owner {Inhaber} admin {Administrator} manager {Manager} attendant {Mitarbeiter} member {Mitglied} other {{role}}}',
  'link.once': 'Der Link funktioniert einmal und gilt {duration}.',
  unchanged: 'Wenn Sie es waren, müssen Sie nichts tun.',
  sign_in: 'Anmelden',
  undo: 'Änderung rückgängig machen',
  'undo.text':
    'Wenn Sie es nicht waren, machen Sie die Änderung rückgängig: Das Konto hat dann wieder diese Adresse, und alle Sitzungen werden beendet. Der Link funktioniert einmal und gilt {duration}, auch wenn das Konto inzwischen noch einmal geändert wird.',
  'owner.note': 'Sie erhalten diese E-Mail, weil Ihnen diese Organisation gehört.',

  'verify_email.subject': 'Bestätigen Sie Ihre E-Mail-Adresse',
  'verify_email.text': 'Bitte bestätigen Sie, dass dieses Postfach Ihnen gehört.',
  'verify_email.button': 'Adresse bestätigen',
  'verify_email.note':
    'Sie erhalten diese E-Mail, weil mit Ihrer Adresse ein Konto angelegt wurde. Wenn Sie es nicht waren, wählen Sie auf der verlinkten Seite ein neues Passwort: Wer das Konto angelegt hat, wird dann abgemeldet.',

  'address_confirmed.subject': 'Ihre E-Mail-Adresse wurde bestätigt',
  'address_confirmed.text':
    'Die Adresse Ihres Kontos wurde ohne das Passwort bestätigt, und alle Sitzungen des Kontos wurden beendet.',
  'address_confirmed.what':
    'Wenn Sie das Konto angelegt haben, melden Sie sich wieder an. Wenn nicht, oder wenn Sie das Passwort nicht kennen, wählen Sie ein neues: Wer das Konto angelegt hat, wird dann abgemeldet.',
  'address_confirmed.button': 'Neues Passwort wählen',
  'address_confirmed.note':
    'Solange Sie die Adresse nicht mit dem Passwort bestätigt haben, tritt das Konto über seine E-Mail-Domain keiner Organisation bei.',

  'reset_password.subject': 'Wählen Sie ein neues Passwort',
  'reset_password.text': 'Für Ihr Konto wurde ein neues Passwort angefordert.',
  'reset_password.button': 'Neues Passwort wählen',
  'reset_password.note':
    'Wenn Sie es nicht waren, ignorieren Sie diese E-Mail: Ihr Passwort bleibt unverändert.',

  'password_changed.subject': 'Ihr Passwort wurde geändert',
  'password_changed.text':
    'Das Passwort Ihres Kontos wurde am {moment} geändert, und alle anderen Sitzungen wurden beendet.',
  'password_changed.what': 'Wenn Sie es nicht waren, holen Sie sich Ihr Konto sofort zurück:',
  'password_changed.button': 'Neues Passwort wählen',

  'second_factor.enrolled.subject': 'Ihr Konto ist jetzt mit einem zweiten Faktor gesichert',
  'second_factor.enrolled.text':
    'Für Ihr Konto wurde am {moment} ein zweiter Faktor eingerichtet: Von jetzt an benötigen Sie für die Anmeldung einen Code Ihrer Authenticator-App.',
  'second_factor.removed.subject': 'Ihr zweiter Faktor wurde entfernt',
  'second_factor.removed.text':
    'Der zweite Faktor Ihres Kontos wurde am {moment} entfernt: Für die Anmeldung genügt wieder das Passwort.',
  'second_factor.reset_organization.subject': 'Ihr zweiter Faktor wurde zurückgesetzt',
  'second_factor.reset_organization.text':
    'Ein Inhaber Ihrer Organisation hat am {moment} den zweiten Faktor Ihres Kontos zurückgesetzt: Bis Sie wieder einen einrichten, genügt das Passwort. Alle Sitzungen wurden beendet.',
  'second_factor.reset_operator.subject': 'Ihr zweiter Faktor wurde zurückgesetzt',
  'second_factor.reset_operator.text':
    'Ein Betreiber des Dienstes hat am {moment} den zweiten Faktor Ihres Kontos zurückgesetzt: Bis Sie wieder einen einrichten, genügt das Passwort. Alle Sitzungen wurden beendet.',
  'second_factor.recovery_used.subject': 'Ein Wiederherstellungscode wurde benutzt',
  'second_factor.recovery_used.text':
    'Am {moment} wurde ein Wiederherstellungscode anstelle Ihres zweiten Faktors benutzt. Er ist damit verbraucht.',
  'second_factor.recovery_renewed.subject': 'Sie haben neue Wiederherstellungscodes',
  'second_factor.recovery_renewed.text':
    'Für Ihr Konto wurden am {moment} neue Wiederherstellungscodes erstellt. Die früheren gelten nicht mehr.',
  'second_factor.left':
    '{count, plural, =0 {Es ist keiner übrig: Erstellen Sie neue.} one {# ist übrig.} other {# sind übrig.}}',
  'second_factor.what':
    'Wenn Sie es nicht waren, kennt jemand Ihr Passwort: Wählen Sie sofort ein neues, und informieren Sie den Betreiber des Dienstes.',

  'factor_required.new.subject': '{subject_organization} verlangt einen zweiten Faktor',
  'factor_required.new':
    'Die Organisation „{organization}“ verlangt von ihren Mitgliedern einen zweiten Faktor. Bis {moment} geht es ohne weiter; danach können Sie dort nichts tun, bevor Sie einen eingerichtet haben.',
  'factor_required.reminder.subject': '{subject_organization} verlangt bald einen zweiten Faktor',
  'factor_required.reminder':
    'Ihr Konto hat noch keinen zweiten Faktor. Ab {moment} nimmt die Organisation „{organization}“ niemanden ohne an.',
  'factor_required.what':
    'Es dauert eine Minute: Melden Sie sich an, öffnen Sie die Seite Ihres Kontos und lesen Sie den Code mit einer Authenticator-App ein.',
  'factor_required.button': 'Zweiten Faktor einrichten',
  'factor_required.note':
    'Sie erhalten diese E-Mail, weil Sie Mitglied dieser Organisation sind. Ihr Konto und seine Daten bleiben, wie sie sind.',

  'change_email.subject': 'Bestätigen Sie Ihre neue E-Mail-Adresse',
  'change_email.text': 'Bitte bestätigen Sie, dass Ihr Konto von nun an diese Adresse haben soll.',
  'change_email.button': 'Diese Adresse verwenden',
  'change_email.note':
    'Sie erhalten diese E-Mail, weil diese Adresse für ein Konto angegeben wurde. Wenn Sie es nicht waren, ignorieren Sie diese E-Mail: Das Konto behält seine bisherige Adresse.',

  'email_changed.subject': 'Ihre E-Mail-Adresse wurde geändert',
  'email_changed.text': 'Die Adresse Ihres Kontos wurde am {moment} geändert: Sie lautet jetzt {email}.',
  'email_changed.stolen':
    'Wenn Sie es nicht waren, kennt jemand Ihr Passwort: Melden Sie das sofort dem Betreiber dieses Dienstes.',

  'email_in_use.subject': 'Sie haben bereits ein Konto',
  'email_in_use.text':
    'Jemand wollte mit Ihrer E-Mail-Adresse ein Konto anlegen. Sie haben dort bereits eines, und es wurde nichts geändert.',
  'email_in_use.what':
    'Wenn Sie es waren, melden Sie sich mit Ihrem Passwort an, oder fordern Sie ein neues an.',
  'email_in_use.note':
    'Wenn Sie es nicht waren, ignorieren Sie diese E-Mail: Die andere Person hat nicht erfahren, dass Sie ein Konto haben.',

  'invitation.subject': 'Einladung zu {subject_organization}',
  'invitation.text': '„{inviter}“ lädt Sie ein, der Organisation „{organization}“ als {role} beizutreten.',
  'invitation.what': 'Die Einladung ist nur für diese Adresse bestimmt und gilt {duration}.',
  'invitation.button': 'Einladung ansehen',
  'invitation.note':
    'Wenn Sie den Absender nicht kennen, ignorieren Sie diese E-Mail: Solange Sie nicht annehmen, geschieht nichts.',

  'api_key_leaked.subject': 'Ein API-Schlüssel von {subject_organization} war öffentlich lesbar',
  'api_key_leaked.text':
    'Jemand hat den API-Schlüssel „{key}“ der Organisation „{organization}“ gemeldet: Er war an einer Stelle zu finden, an der andere ihn lesen können.',
  'api_key_leaked.revoked':
    'Der Schlüssel wurde sofort widerrufen. Erstellen Sie einen neuen für die Programme, die ihn verwendet haben, und prüfen Sie im Audit-Log, wofür er benutzt wurde.',
  'api_key_leaked.rotated':
    'Es war der Schlüssel vor der letzten Erneuerung; er wird von nun an abgelehnt. Programme mit dem neuen Schlüssel arbeiten weiter.',
  'api_key_leaked.where': 'Laut der Meldung wurde er hier gefunden: {url}',
  'api_key_leaked.note':
    'Sie erhalten diese E-Mail, weil Sie die Organisation verwalten oder weil der Schlüssel Ihnen gehörte.',

  'join_request.subject': 'Eine Beitrittsanfrage an {subject_organization}',
  'join_request.text': '„{applicant}“ möchte Ihrer Organisation „{organization}“ beitreten.',
  'join_request.what':
    'Bis ein Inhaber oder Administrator zustimmt, kann sich die Person in Ihrer Organisation nicht anmelden. Dass ihr die Adresse gehört, ist nicht nachgewiesen.',
  'join_request.button': 'Anfrage ansehen',
  'join_request.note':
    'Sie erhalten diese E-Mail, weil Sie die Mitglieder dieser Organisation verwalten. Wenn niemand die Person kennt, lassen Sie die Anfrage unbeantwortet oder lehnen Sie sie ab.',

  'domain.subject': 'Die E-Mail-Domain von {subject_organization}',
  'domain_proved.text':
    'Ein Inhaber hat eine Adresse bei {domain} bestätigt: Diese E-Mail-Domain gehört nun zu Ihrer Organisation „{organization}“.',
  'domain_proved.what': 'Wer eine Adresse dieser Domain bestätigt, kann Mitglied werden.',
  'domain_lost.expired':
    'Ihre Organisation „{organization}“ hat die E-Mail-Domain {domain} nicht mehr: Kein Inhaber hat innerhalb von 14 Tagen eine Adresse dieser Domain bestätigt.',
  'domain_lost.proved_elsewhere':
    'Ihre Organisation „{organization}“ hat die E-Mail-Domain {domain} nicht mehr: Ein Inhaber einer anderen Organisation hat eine Adresse dieser Domain bestätigt, von Ihren Inhabern hatte das keiner getan.',
  'domain_lost.what':
    'Offene Beitrittsanfragen über diese Domain sind beendet. Mitglieder bleiben Mitglieder.',

  'data_undone.subject': 'Die Daten von {subject_organization} wurden zurückgesetzt',
  'data_undone.text':
    'Die Daten Ihrer Organisation „{organization}“ entsprechen wieder dem Stand vom {moment}. Mitglieder, Rollen und Einstellungen sind unverändert.',
  'data_undone.kept':
    'Die ersetzten Daten werden bis {moment} aufbewahrt; bis dahin lässt sich der Vorgang rückgängig machen.',
  'data_undone.what':
    'Wer es veranlasst hat, steht im Audit-Log. Wenn niemand von Ihnen davon weiß, ändern Sie jetzt Ihr Passwort.',

  'webhook_off.subject': 'Ein Webhook von {subject_organization} wurde ausgeschaltet',
  'webhook_off.failing':
    'Der Webhook Ihrer Organisation „{organization}“ an {address} wurde ausgeschaltet: Fünf Tage lang gelang keine Zustellung.',
  'webhook_off.gone':
    'Der Webhook Ihrer Organisation „{organization}“ an {address} wurde ausgeschaltet: Der Server antwortete, dass es die Adresse nicht mehr gibt.',
  'webhook_off.what':
    'Ereignisse werden nicht mehr dorthin gesendet. Wenn die Adresse wieder erreichbar ist, schalten Sie den Webhook wieder ein, und lassen Sie die Ereignisse der Zwischenzeit noch einmal senden.',

  'audit_sink_off.subject': 'Das Protokoll von {subject_organization} wird nicht mehr übertragen',
  'audit_sink_off.failing':
    'Das Ziel des Protokolls Ihrer Organisation „{organization}“ unter {address} wurde ausgeschaltet: Fünf Tage lang hat es nichts angenommen.',
  'audit_sink_off.gone':
    'Das Ziel des Protokolls Ihrer Organisation „{organization}“ unter {address} wurde ausgeschaltet: Der Server antwortete, dass es die Adresse nicht mehr gibt.',
  'audit_sink_off.what':
    'Nichts geht verloren: Der Dienst bewahrt das Protokoll auf. Wenn das Ziel wieder erreichbar ist, schalten Sie es ein; es bekommt jeden Eintrag seit dem letzten, den es angenommen hat.',

  'membership_approved.subject': 'Willkommen bei {subject_organization}',
  'membership_approved.text': 'Sie sind nun Mitglied der Organisation „{organization}“.',
  'membership_approved.note': 'Sie erhalten diese E-Mail, weil Sie dieser Organisation beitreten wollten.',

  'account_deleted.subject': 'Ihr Konto wurde gelöscht',
  'account_deleted.text':
    'Ihr Konto wurde am {moment} gelöscht, mit seinen Anmeldungen, Schlüsseln und Mitgliedschaften.',
  'account_deleted.what':
    'Was die Protokolle Ihrer Organisationen über Sie sagen, steht dort unter einer Nummer, die niemandem mehr gehört. Dokumente, die Sie geschrieben haben, gehören den Organisationen.',
  'account_deleted.note':
    'Sie erhalten diese E-Mail, weil das Konto diese Adresse hatte. Wenn Sie das nicht wollten, antworten Sie auf diese E-Mail.',

  'organization_deleted.subject': '{subject_organization} wurde gelöscht',
  'organization_deleted.text': 'Die Organisation „{organization}“ wurde mit ihrer Datenbank gelöscht.',
  'organization_deleted.final': 'Das kann nicht rückgängig gemacht werden.',
  'organization_deleted.sealed':
    'Ein versiegeltes Archiv wird bis {moment} aufbewahrt; bis dahin kann ein Inhaber die Organisation wiederherstellen.',
  'organization_deleted.account.deleted':
    'Ihr Konto wurde von dieser Organisation angelegt und mit ihr gelöscht.',
  'organization_deleted.account.kept':
    'Ihr Konto gehört Ihnen und bleibt bestehen: Melden Sie sich damit an wie bisher.',
  'organization_deleted.button': 'Wiederherstellen',
  'organization_deleted.owner':
    'Sie erhalten diese E-Mail, weil Ihnen diese Organisation gehört. Wenn Sie nicht wissen, wer sie gelöscht hat, ändern Sie jetzt Ihr Passwort.',
  'organization_deleted.member': 'Sie erhalten diese E-Mail, weil Sie Mitglied dieser Organisation waren.',

  'organization_erased.subject': 'Bescheinigung: {subject_organization} wurde vernichtet',
  'organization_erased.text':
    'Die Organisation „{organization}“ wurde am {moment} vernichtet: Ihre Datenbanken sind gelöscht, und die Schlüssel ihrer Archive sind zerstört. Niemand kann sie wiederherstellen.',
  'organization_erased.what':
    'Die signierte Bescheinigung sagt, was vernichtet wurde und bis wann sich der Datenbankserver selbst noch daran erinnert. Bewahren Sie sie auf: Der Dienst vergisst den Namen.',
  'organization_erased.button': 'Bescheinigung herunterladen',
  'organization_erased.note': 'Sie erhalten diese E-Mail, weil Ihnen diese Organisation gehörte.',

  'backup_failed.subject': 'Eine Sicherung von {subject_organization} ist fehlgeschlagen',
  'backup_failed.text': 'Die geplante Sicherung von „{organization}“ wurde am {moment} aufgegeben.',
  'backup_failed.store': 'Der Speicher der Sicherungen war voll oder antwortete nicht.',
  'backup_failed.window': 'Sie dauerte länger, als sich die Datenbank einen Zeitpunkt merkt.',
  'backup_failed.key': 'Der Schlüssel, der Sicherungen versiegelt, fehlt oder ist ein anderer.',
  'backup_failed.other': 'Der Dienst konnte die Daten nicht lesen oder wurde zu oft unterbrochen.',
  'backup_failed.what':
    'Frühere Sicherungen sind unverändert, und der nächste Termin versucht es wieder. Kommt diese Nachricht erneut, wenden Sie sich an den Betreiber.',

  'organization_returned.subject': '{subject_organization} ist wieder da',
  'organization_returned.text':
    'Die Organisation „{organization}“ wurde mit ihren Daten, Mitgliedern und Rollen zurückgeholt, so wie sie bei der Löschung war. Melden Sie sich mit dem Passwort von damals an.',
  'organization_returned.missing':
    '{missing, plural, one {Ein Mitglied kam} other {# Mitglieder kamen}} nicht zurück, weil die Adresse inzwischen einem anderen Konto gehört. Laden Sie sie neu ein.',
  'organization_returned.not': 'Sitzungen, API-Schlüssel, Einladungen und Webhooks kamen nicht zurück.',

  'owner_initial_secret.subject': 'Ihr Zugang zu {subject_organization}',
  'owner_initial_secret.text':
    'Ihnen gehört die Organisation „{organization}“. Melden Sie sich mit diesem vorläufigen Passwort an und wählen Sie dann Ihr eigenes:',
  'owner_initial_secret.note': 'Das vorläufige Passwort gilt {duration}. Geben Sie es nicht weiter.',
};
