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
  unchanged: 'Wenn Sie es waren, ist nichts zu tun.',
  sign_in: 'Anmelden',
  undo: 'Änderung rückgängig machen',
  'undo.text':
    'Wenn Sie es nicht waren, machen Sie es rückgängig: Das Konto hat dann wieder diese Adresse, und alle werden abgemeldet. Der Link funktioniert einmal und gilt {duration}, was auch immer inzwischen geändert wird.',
  'owner.note': 'Sie erhalten diese E-Mail, weil Ihnen diese Organisation gehört.',

  'verify_email.subject': 'Bestätigen Sie Ihre E-Mail-Adresse',
  'verify_email.text': 'Bitte bestätigen Sie, dass dieses Postfach Ihnen gehört.',
  'verify_email.button': 'Adresse bestätigen',
  'verify_email.note':
    'Sie erhalten diese E-Mail, weil mit Ihrer Adresse ein Konto angelegt wurde. Wenn Sie es nicht waren, wählen Sie auf der Seite hinter dem Link ein neues Passwort: Das sperrt aus, wer das Konto angelegt hat.',

  'address_confirmed.subject': 'Ihre E-Mail-Adresse wurde bestätigt',
  'address_confirmed.text':
    'Die Adresse Ihres Kontos wurde ohne das Passwort bestätigt, und alle Sitzungen des Kontos wurden beendet.',
  'address_confirmed.what':
    'Wenn Sie das Konto angelegt haben, melden Sie sich wieder an. Wenn nicht, oder wenn Sie das Passwort nicht kennen, wählen Sie ein neues: Das sperrt aus, wer das Konto angelegt hat.',
  'address_confirmed.button': 'Neues Passwort wählen',
  'address_confirmed.note':
    'Solange Sie die Adresse nicht mit dem Passwort bestätigt haben, tritt das Konto über seine E-Mail-Domain keiner Organisation bei.',

  'reset_password.subject': 'Wählen Sie ein neues Passwort',
  'reset_password.text': 'Jemand hat für Ihr Konto ein neues Passwort angefordert.',
  'reset_password.button': 'Neues Passwort wählen',
  'reset_password.note':
    'Wenn Sie es nicht waren, beachten Sie diese E-Mail nicht: Ihr Passwort bleibt, wie es ist.',

  'password_changed.subject': 'Ihr Passwort wurde geändert',
  'password_changed.text':
    'Das Passwort Ihres Kontos wurde am {moment} geändert, und alle anderen Sitzungen wurden beendet.',
  'password_changed.what': 'Wenn Sie es nicht waren, holen Sie sich Ihr Konto sofort zurück:',
  'password_changed.button': 'Neues Passwort wählen',

  'second_factor.enrolled.subject': 'Ihr Konto verlangt jetzt einen zweiten Faktor',
  'second_factor.enrolled.text':
    'Für Ihr Konto wurde am {moment} ein zweiter Faktor eingerichtet: Von jetzt an braucht die Anmeldung den Code einer Authenticator-App.',
  'second_factor.removed.subject': 'Ihr zweiter Faktor wurde entfernt',
  'second_factor.removed.text':
    'Der zweite Faktor Ihres Kontos wurde am {moment} entfernt: Die Anmeldung braucht wieder nur das Passwort.',
  'second_factor.reset_organization.subject': 'Ihr zweiter Faktor wurde zurückgesetzt',
  'second_factor.reset_organization.text':
    'Ein Eigentümer Ihrer Organisation hat am {moment} den zweiten Faktor Ihres Kontos zurückgesetzt: Bis Sie wieder einen einrichten, genügt das Passwort. Alle Sitzungen wurden beendet.',
  'second_factor.reset_operator.subject': 'Ihr zweiter Faktor wurde zurückgesetzt',
  'second_factor.reset_operator.text':
    'Ein Betreiber des Dienstes hat am {moment} den zweiten Faktor Ihres Kontos zurückgesetzt: Bis Sie wieder einen einrichten, genügt das Passwort. Alle Sitzungen wurden beendet.',
  'second_factor.recovery_used.subject': 'Ein Wiederherstellungscode wurde benutzt',
  'second_factor.recovery_used.text':
    'Am {moment} wurde ein Wiederherstellungscode anstelle Ihres zweiten Faktors benutzt. Er gilt nicht noch einmal.',
  'second_factor.recovery_renewed.subject': 'Sie haben neue Wiederherstellungscodes',
  'second_factor.recovery_renewed.text':
    'Für Ihr Konto wurden am {moment} neue Wiederherstellungscodes gemacht. Die früheren gelten nicht mehr.',
  'second_factor.left':
    '{count, plural, =0 {Es ist keiner übrig: Machen Sie neue.} one {# ist übrig.} other {# sind übrig.}}',
  'second_factor.what':
    'Wenn Sie es nicht waren, kennt jemand Ihr Passwort: Wählen Sie sofort ein neues, und sagen Sie es dem Betreiber des Dienstes.',

  'change_email.subject': 'Bestätigen Sie Ihre neue E-Mail-Adresse',
  'change_email.text': 'Bitte bestätigen Sie, dass Ihr Konto von nun an diese Adresse haben soll.',
  'change_email.button': 'Diese Adresse verwenden',
  'change_email.note':
    'Sie erhalten diese E-Mail, weil jemand diese Adresse für ein Konto angegeben hat. Wenn Sie es nicht waren, beachten Sie sie nicht: Das Konto behält die Adresse, die es hat.',

  'email_changed.subject': 'Ihre E-Mail-Adresse wurde geändert',
  'email_changed.text': 'Seit {moment} hat Ihr Konto die Adresse {email} und nicht mehr diese.',
  'email_changed.stolen':
    'Wenn Sie es nicht waren, kannte jemand Ihr Passwort: Melden Sie das sofort dem Betreiber dieses Dienstes.',

  'email_in_use.subject': 'Sie haben bereits ein Konto',
  'email_in_use.text':
    'Jemand wollte sich mit Ihrer E-Mail-Adresse registrieren, die bereits ein Konto hat. Es wurde nichts geändert.',
  'email_in_use.what':
    'Wenn Sie es waren, melden Sie sich mit Ihrem Passwort an oder wählen Sie dort ein neues.',
  'email_in_use.note':
    'Wenn Sie es nicht waren, beachten Sie diese E-Mail nicht: Wer es versucht hat, hat nicht erfahren, dass Sie ein Konto haben.',

  'invitation.subject': 'Einladung zu {subject_organization}',
  'invitation.text': '„{inviter}“ lädt Sie ein, der Organisation „{organization}“ als {role} beizutreten.',
  'invitation.what': 'Die Einladung ist nur für diese Adresse und gilt {duration}.',
  'invitation.button': 'Einladung ansehen',
  'invitation.note':
    'Wenn Sie den Absender nicht kennen, beachten Sie diese E-Mail nicht: Es geschieht nichts, bis Sie annehmen.',

  'api_key_leaked.subject': 'Ein API-Schlüssel von {subject_organization} stand öffentlich',
  'api_key_leaked.text':
    'Jemand hat den API-Schlüssel „{key}“ der Organisation „{organization}“ gemeldet: Er stand dort, wo andere ihn lesen können.',
  'api_key_leaked.revoked':
    'Der Schlüssel wurde sofort widerrufen. Machen Sie einen neuen für die Programme, die ihn benutzten, und sehen Sie im Audit-Log nach, was mit ihm getan wurde.',
  'api_key_leaked.rotated':
    'Es war das Geheimnis vor der letzten Erneuerung, das von nun an abgelehnt wird. Programme mit dem neuen arbeiten weiter.',
  'api_key_leaked.where': 'Gefunden wurde er laut der Meldung hier: {url}',
  'api_key_leaked.note':
    'Sie erhalten diese Mail, weil Sie die Organisation verwalten oder weil der Schlüssel Ihrer war.',

  'join_request.subject': 'Eine Anfrage an {subject_organization}',
  'join_request.text': '„{applicant}“ möchte Ihrer Organisation „{organization}“ beitreten.',
  'join_request.what':
    'Bis ein Inhaber oder Administrator zustimmt, ist keine Anmeldung möglich und nichts zu sehen. Niemand hat gezeigt, dass ihm die Adresse gehört.',
  'join_request.button': 'Anfrage ansehen',
  'join_request.note':
    'Sie erhalten diese E-Mail, weil Sie die Mitglieder dieser Organisation verwalten. Wenn niemand die Person kennt, lassen Sie die Anfrage unbeantwortet oder lehnen Sie sie ab.',

  'domain.subject': 'Die E-Mail-Domain von {subject_organization}',
  'domain_proved.text':
    'Ein Inhaber hat ein Postfach bei {domain} nachgewiesen: Diese E-Mail-Domain gehört nun zu Ihrer Organisation „{organization}“.',
  'domain_proved.what': 'Wer ein Postfach dieser Domain nachweist, kann Mitglied werden.',
  'domain_lost.expired':
    'Ihre Organisation „{organization}“ hat die E-Mail-Domain {domain} nicht mehr: Kein Inhaber hat innerhalb von 14 Tagen ein Postfach dort nachgewiesen.',
  'domain_lost.proved_elsewhere':
    'Ihre Organisation „{organization}“ hat die E-Mail-Domain {domain} nicht mehr: Ein Inhaber einer anderen Organisation hat ein Postfach dort nachgewiesen, von Ihren hatte es keiner.',
  'domain_lost.what': 'Anfragen, über diese Domain beizutreten, sind beendet. Mitglieder bleiben.',

  'data_undone.subject': 'Die Daten von {subject_organization} wurden zurückgesetzt',
  'data_undone.text':
    'Die Daten Ihrer Organisation „{organization}“ sind wieder wie am {moment}. Mitglieder, Rollen und Einstellungen sind unverändert.',
  'data_undone.kept':
    'Was ersetzt wurde, wird bis {moment} aufbewahrt; bis dahin lässt es sich rückgängig machen.',
  'data_undone.what':
    'Wer es war, steht im Audit-Log. Wenn es niemand von Ihnen weiß, ändern Sie jetzt Ihr Passwort.',

  'webhook_off.subject': 'Ein Webhook von {subject_organization} wurde ausgeschaltet',
  'webhook_off.failing':
    'Der Webhook Ihrer Organisation „{organization}“ an {address} wurde ausgeschaltet: Fünf Tage lang gelang keine Zustellung.',
  'webhook_off.gone':
    'Der Webhook Ihrer Organisation „{organization}“ an {address} wurde ausgeschaltet: Der Server antwortete, dass es die Adresse nicht mehr gibt.',
  'webhook_off.what':
    'Ereignisse werden nicht mehr dorthin gesendet. Wenn die Adresse wieder erreichbar ist, schalten Sie den Webhook ein und lassen Sie die Ereignisse der Zwischenzeit noch einmal senden.',

  'membership_approved.subject': 'Willkommen bei {subject_organization}',
  'membership_approved.text': 'Sie sind nun Mitglied der Organisation „{organization}“.',
  'membership_approved.note': 'Sie erhalten diese E-Mail, weil Sie dieser Organisation beitreten wollten.',

  'organization_deleted.subject': '{subject_organization} wurde gelöscht',
  'organization_deleted.text': 'Die Organisation „{organization}“ wurde mit ihrer Datenbank gelöscht.',
  'organization_deleted.final': 'Das kann nicht rückgängig gemacht werden.',
  'organization_deleted.sealed':
    'Ein versiegeltes Archiv wird bis {moment} aufbewahrt; bis dahin kann ein Inhaber sie zurückholen.',
  'organization_deleted.account.deleted':
    'Ihr Konto wurde von dieser Organisation angelegt und mit ihr gelöscht.',
  'organization_deleted.account.kept':
    'Ihr Konto gehört Ihnen und bleibt: Melden Sie sich damit an wie bisher.',
  'organization_deleted.button': 'Zurückholen',
  'organization_deleted.owner':
    'Sie erhalten diese E-Mail, weil Ihnen diese Organisation gehört. Wenn Sie nicht wissen, wer sie gelöscht hat, ändern Sie jetzt Ihr Passwort.',
  'organization_deleted.member': 'Sie erhalten diese E-Mail, weil Sie in dieser Organisation waren.',

  'owner_initial_secret.subject': 'Ihr Zugang zu {subject_organization}',
  'owner_initial_secret.text':
    'Ihnen gehört die Organisation „{organization}“. Melden Sie sich mit diesem vorläufigen Passwort an und wählen Sie dann Ihr eigenes:',
  'owner_initial_secret.note':
    'Das vorläufige Passwort gilt {duration}. Niemand wird Sie danach fragen: Geben Sie es nicht weiter.',
};
