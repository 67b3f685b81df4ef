import nodemailer from 'nodemailer';

export interface Envelope {
  from: { name: string; address: string };
  to: string;
  replyTo?: string;
  messageId: string;
  subject: string;
  text: string;
  html: string;
}

/**
 * What became of a delivery. `refused`: this mailbox will never take it. `failed`: another try may succeed;
 * `outage` when the server said nothing about this mail, so that others would fare no better.
 */
export type Outcome =
  | { kind: 'sent' }
  | { kind: 'refused'; reason: string }
  | { kind: 'failed'; reason: string; outage: boolean };

/** Mails on their way at once, one connection each. */
export const CONNECTIONS = 5;
/** A server that is silent for this long is given up. Unit: milliseconds. */
const SILENCE_MS = 10_000;
/** The whole of one delivery; a server that trickles its answers is never silent. Unit: milliseconds. */
export const DELIVERY_MS = 30_000;

interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
}

/** The SMTP server that MAIL_URL names. */
export class Smtp {
  private readonly pool;

  constructor(url: string) {
    this.pool = nodemailer.createTransport({
      url,
      pool: true,
      maxConnections: CONNECTIONS,
      maxRequeues: 0, // the outbox counts the tries
      connectionTimeout: SILENCE_MS,
      greetingTimeout: SILENCE_MS,
      socketTimeout: SILENCE_MS,
      dnsTimeout: SILENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  /** Never throws: whatever happens is an outcome. */
  async deliver(mail: Envelope): Promise<Outcome> {
    try {
      await this.pool.sendMail({
        // Objects and an envelope of its own: no text is ever parsed into a second recipient.
        from: mail.from,
        to: { name: '', address: mail.to },
        envelope: { from: mail.from.address, to: [mail.to] },
        ...(mail.replyTo === undefined ? {} : { replyTo: { name: '', address: mail.replyTo } }),
        messageId: mail.messageId,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        signal: AbortSignal.timeout(DELIVERY_MS),
      });
      return { kind: 'sent' };
    } catch (error) {
      return outcomeOf(error as SmtpError);
    }
  }

  /** Ends the connections, also one that is delivering. */
  close(): void {
    this.pool.close({ force: true });
  }
}

/**
 * Only a 5xx answer to the recipient is final. A refused sender, sign-in or content is most often a mistake in
 * the settings of one side, and a person can mend it within the week that a mail is tried.
 */
function outcomeOf({ code, command, responseCode = 0, message }: SmtpError): Outcome {
  if (command === 'RCPT TO' && responseCode >= 500) return { kind: 'refused', reason: message };
  return { kind: 'failed', reason: message, outage: code !== 'EENVELOPE' && code !== 'EMESSAGE' };
}
