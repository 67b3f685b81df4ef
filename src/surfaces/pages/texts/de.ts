import type { Catalogue } from '../../../common/messages.js';
import type { PageText } from './en.js';

/** The words of the pages in German. */
export const DE: Catalogue<PageText> = {
  'needs.script': 'Diese Seite braucht JavaScript.',
  docs: 'Die Schnittstelle und ihre Dokumentation',
  support: 'Fragen? Schreiben Sie an {support}.',
  provided: 'Bereitgestellt von {platform}',
  onward: 'Weiter zu {host}',
  show: 'Anzeigen',
  'field.email': 'E-Mail-Adresse',
  'field.password': 'Passwort',
  'field.current': 'Das Passwort Ihres Kontos',
  'field.new': 'Neues Passwort (mindestens 8 Zeichen)',
  'field.name': 'Ihr Name (freiwillig, für ein neues Konto)',
  'field.user_name': 'Ein anderer Benutzername in dieser Organisation',
  missing: 'Diese Seite braucht den Link aus einer E-Mail: Öffnen Sie ihn noch einmal.',
  again: 'Einen neuen Link anfordern',
  'forgot.button': 'Link zusenden',
  'forgot.done': 'Falls ein Konto diese Adresse hat, ist ein Link unterwegs. Er gilt eine Stunde.',
  'sign_in.where': 'Melden Sie sich dort an, wo Sie Ihre Organisation benutzen.',
  'script.unreachable': 'Der Dienst war nicht zu erreichen. Versuchen Sie es noch einmal.',
  'script.refused': 'Der Dienst hat abgelehnt.',
  'script.wait': '{title}. Versuchen Sie es in {seconds} Sekunden noch einmal.',
  'verify-email.title': 'Bestätigen Sie Ihre E-Mail-Adresse',
  'verify-email.text':
    'Sie bestätigen, dass Ihnen das Postfach gehört, an das dieser Link ging. Ihr Passwort zeigt, dass auch das Konto Ihnen gehört.',
  'verify-email.button': 'Adresse bestätigen',
  'verify-email.unknown': 'Sie kennen das Passwort nicht?',
  'verify-email.take':
    'Vielleicht hat jemand anderes das Konto mit Ihrer Adresse angelegt. Wählen Sie ein neues Passwort: Dann gehört das Konto Ihnen, und wer angemeldet war, wird abgemeldet.',
  'verify-email.take.button': 'Mit einem neuen Passwort bestätigen',
  'verify-email.done': 'Ihre Adresse ist bestätigt.',
  'verify-email.taken':
    'Ihre Adresse ist bestätigt und Ihr Passwort geändert. Melden Sie sich dort an, wo Sie Ihre Organisation benutzen.',
  'verify-email.wrong':
    'Das ist nicht das Passwort des Kontos. Wenn Sie es nicht kennen, wählen Sie unten ein neues.',
  'verify-email.temporary':
    'Das Konto hat ein vorläufiges Passwort, das jemand anderes kennt. Wählen Sie unten ein neues Passwort.',
  'verify-email.used':
    'Wenn Sie diesen Link schon benutzt haben, ist Ihre Adresse bereits bestätigt. Sonst melden Sie sich dort an, wo Sie Ihre Organisation benutzen, und fordern Sie dort einen neuen Link an.',
  'change-email.title': 'Bestätigen Sie Ihre neue E-Mail-Adresse',
  'change-email.text':
    'Ihr Konto erhält die Adresse, an die dieser Link ging. Die alte Adresse wird benachrichtigt, und andere Sitzungen enden.',
  'change-email.else':
    'Wenn Sie das nicht wollten, schließen Sie diese Seite: Das Konto behält die Adresse, die es hat, und niemand bekommt Ihre.',
  'change-email.button': 'Diese Adresse verwenden',
  'change-email.done': 'Ihr Konto hat nun diese Adresse. Melden Sie sich von jetzt an damit an.',
  'change-email.wrong':
    'Geben Sie das Passwort des Kontos ein, für das diese Adresse angegeben wurde. Wenn Sie das nicht waren, schließen Sie diese Seite.',
  'change-email.used':
    'Wenn Sie diesen Link schon benutzt haben, ist die Adresse bereits geändert. Sonst melden Sie sich dort an, wo Sie Ihre Organisation benutzen, und ändern Sie die Adresse dort noch einmal.',
  'undo-change.title': 'Die Änderung Ihres Kontos rückgängig machen',
  'undo-change.text':
    'Ihr Konto erhält die Adresse zurück, an die dieser Link ging, und alle werden abgemeldet, auch Sie.',
  'undo-change.else': 'Wenn Sie es selbst geändert haben, schließen Sie diese Seite: Die Änderung bleibt.',
  'undo-change.button': 'Änderung rückgängig machen',
  'undo-change.done':
    'Die Änderung ist rückgängig gemacht, und niemand ist angemeldet. In Ihrem Postfach ist ein Link, mit dem Sie ein neues Passwort wählen: Benutzen Sie ihn, vielleicht kennt jemand das alte.',
  'undo-change.used':
    'Wenn Sie diesen Link schon benutzt haben, ist die Änderung bereits rückgängig gemacht. Sonst <a href="{forgot}">fordern Sie ein neues Passwort an</a>.',
  'undo-change.taken':
    'Inzwischen hat ein anderes Konto diese Adresse. Melden Sie das dem Betreiber dieses Dienstes.',
  'reset-password.title': 'Wählen Sie ein neues Passwort',
  'reset-password.text':
    'Ihr Konto erhält das Passwort, das Sie hier wählen, und alle seine Sitzungen enden.',
  'reset-password.button': 'Neues Passwort setzen',
  'reset-password.done':
    'Ihr Passwort ist geändert. Melden Sie sich dort an, wo Sie Ihre Organisation benutzen.',
  'forgot-password.title': 'Ein neues Passwort anfordern',
  'forgot-password.text': 'An Ihre Adresse geht ein Link, mit dem Sie ein neues Passwort wählen.',
  'join.title': 'Bestätigen Sie Ihre Beitrittsanfrage',
  'join.text':
    'Sie bestätigen, dass Ihnen das Postfach gehört, an das dieser Link ging. Dann werden Sie Mitglied der Organisation, der Sie beitreten wollten, wenn diese E-Mail-Domain ihr nachweislich gehört; sonst entscheiden ihre Inhaber.',
  'join.else': 'Wenn Sie das nicht wollten, schließen Sie diese Seite: Es geschieht nichts.',
  'join.button': 'Beitreten',
  'join.done': 'Sie sind nun Mitglied. Melden Sie sich dort an, wo Sie Ihre Organisation benutzen.',
  'join.pending':
    'Ihr Postfach ist bestätigt. Ein Inhaber oder Administrator der Organisation muss noch zustimmen.',
  'join.resent': 'Falls dieses Konto noch auf Zustimmung wartet, ist ein neuer Link unterwegs.',
  'join.wrong': 'Geben Sie das Passwort ein, das bei der Anfrage gewählt wurde.',
  'join.used': 'Wenn Sie den Link schon benutzt haben, sind Sie bereits Mitglied und brauchen keinen.',
  'join.resend.button': 'Neuen Link zusenden',
  'invitation.title': 'Einladung in eine Organisation',
  'invitation.organization': 'Organisation',
  'invitation.inviter': 'Eingeladen von',
  'invitation.role': 'Rolle',
  'invitation.email': 'Ihre Adresse',
  'invitation.until': 'Gültig bis',
  'invitation.password':
    'Wenn Ihre Adresse noch kein Konto hat, wählen Sie ein Passwort: Damit wird das Konto angelegt. Hat sie eines, geben Sie dessen Passwort ein.',
  'invitation.accept': 'Einladung annehmen',
  'invitation.not': 'Nicht für Sie?',
  'invitation.decline': 'Einladung ablehnen',
  'invitation.accepted': 'Sie sind nun Mitglied. Melden Sie sich dort an, wo Sie Ihre Organisation benutzen.',
  'invitation.declined': 'Sie haben abgelehnt. Der Link der E-Mail funktioniert nicht mehr.',
  'invitation.used':
    'Wenn Sie schon geantwortet haben, ist nichts mehr zu tun. Sonst bitten Sie darum, die Einladung noch einmal zu senden.',
  'invitation.wrong':
    'Ihre Adresse hat bereits ein Konto, und das ist nicht sein Passwort. Geben Sie das Passwort des Kontos ein oder <a href="{forgot}">fordern Sie ein neues an</a>, und öffnen Sie dann den Link der Einladung noch einmal.',
  'invitation.temporary':
    'Ihr Konto hat ein vorläufiges Passwort. <a href="{own}">Wählen Sie zuerst Ihr eigenes</a>, und öffnen Sie dann den Link der Einladung noch einmal.',
  'members.title': 'Eine Beitrittsanfrage',
  'members.text':
    "Anfragen beantwortet ein angemeldeter Inhaber oder Administrator in der Anwendung Ihrer Organisation, oder über die Schnittstelle: GET /v1/members zeigt, wer wartet, POST /v1/members/'{id}'/approve oder /decline antwortet.",
  'sign-in.title': 'Anmelden',
  'sign-in.text':
    'Sie melden sich in der Anwendung Ihrer Organisation an, oder über die Schnittstelle mit POST /v1/sessions. Sie können <a href="{own}">Ihr Passwort ändern</a>, auch ein vorläufiges. Wenn Sie es nicht kennen, <a href="{forgot}">fordern Sie ein neues an</a>.',
  'password.title': 'Ihr Passwort ändern',
  'password.text':
    'Wählen Sie Ihr eigenes Passwort anstelle eines vorläufigen, oder ein anderes anstelle Ihres jetzigen. Alle anderen Sitzungen des Kontos enden.',
  'password.button': 'Passwort ändern',
  'password.unknown': 'Sie kennen Ihr Passwort nicht? <a href="{forgot}">Fordern Sie ein neues an</a>.',
  'password.done': 'Ihr Passwort ist geändert. Melden Sie sich dort an, wo Sie Ihre Organisation benutzen.',
  'password.expired':
    'Ein vorläufiges Passwort gilt nur einige Stunden, und nicht mehr, wenn es geändert ist.',
  'field.current_or_temporary': 'Jetziges oder vorläufiges Passwort',
  'root.description':
    'Ein Dienst, der jeder Organisation eine eigene MongoDB-Datenbank gibt. Er hat eine Schnittstelle und keine eigene Anwendung.',
  'root.account': 'Sie haben ein Konto',
  'root.account.text': 'Sie melden sich in der Anwendung Ihrer Organisation an. Hier können Sie:',
  'root.password': 'Ihr Passwort ändern, auch ein vorläufiges',
  'root.forgot': 'Ein neues Passwort anfordern',
  'root.build': 'Sie entwickeln damit',
  'root.openapi': 'Das OpenAPI-Dokument',
  'root.errors': 'Was die Fehler bedeuten',
  'root.operate': 'Sie betreiben ihn',
  'root.operate.text':
    'Mit der Befehlszeile: <code>rowhouse --help</code>, oder <code>npm run -s cli -- --help</code> neben den Quellen.',
  'root.health': 'Ob er arbeiten kann',
  'role.owner': 'Inhaber',
  'role.admin': 'Administrator',
  'role.manager': 'Manager',
  'role.attendant': 'Mitarbeiter',
  'role.member': 'Mitglied',
  'error.auth.link_invalid': 'Der Link ist ungültig, wurde schon benutzt oder ist abgelaufen',
  'error.auth.credentials_invalid': 'Die Anmeldedaten stimmen nicht',
  'error.auth.password_change_required': 'Das Passwort muss geändert werden',
  'error.auth.confirmation_incomplete': 'Geben Sie das Passwort des Kontos oder ein neues Passwort ein',
  'error.auth.hashing_overloaded': 'Zurzeit melden sich zu viele an',
  'error.auth.token_invalid': 'Die Anmeldung gilt nicht mehr',
  'error.user.password_weak': 'Das Passwort ist zu schwach',
  'error.user.name_taken': 'Der Benutzername ist vergeben',
  'error.user.email_taken': 'Die E-Mail-Adresse ist bereits registriert',
  'error.user.suspended': 'Das Konto ist gesperrt oder inaktiv',
  'error.user.pending': 'Die Mitgliedschaft wartet auf Zustimmung',
  'error.member.exists': 'Sie sind bereits Mitglied',
  'error.member.limit_reached': 'Die Organisation hat die Höchstzahl an Mitgliedern ihres Tarifs erreicht',
  'error.invitation.other_address': 'Die Einladung ist für eine andere Adresse',
  'error.organization.suspended': 'Die Organisation ist gesperrt oder inaktiv',
  'error.organization.not_found': 'Die Organisation gibt es nicht',
  'error.request.invalid': 'Bitte prüfen Sie die Eingaben',
  'error.request.rate_limited': 'Zu viele Anfragen',
  'error.request.timeout': 'Die Anfrage hat zu lange gedauert; ob sie gewirkt hat, ist nicht bekannt',
  'error.request.not_done': 'Die Anfrage war nicht rechtzeitig auszuführen; es wurde nichts geändert',
  'error.service.unavailable': 'Der Dienst ist vorübergehend nicht verfügbar',
  'error.internal': 'Interner Fehler',
  'detail.0': 'Das Passwort braucht mindestens 8 Zeichen',
  'detail.1': 'Das Passwort ist zu lang',
  'detail.2': 'Das Passwort ist zu leicht zu erraten',
  'detail.3': 'Die E-Mail-Adresse ist ungültig',
  'detail.4': 'Die E-Mail-Adresse fehlt',
  'detail.5': 'Das Passwort fehlt',
  'detail.6': 'Der Name enthält Zeichen, die sich nicht anzeigen lassen',
  'detail.7': 'Der Name braucht einen Buchstaben oder eine Ziffer',
};
