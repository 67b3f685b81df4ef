import type { Locale } from '../../common/locales.js';

/** How mails and pages look, and where they lead. */
export interface Face {
  /** Of the product; shown as text. */
  readonly name: string;
  /** Name before the address that mails come from. */
  readonly senderName: string;
  /** Where the product is; https, or http on this machine. Absent: nobody has said. */
  readonly home?: string;
  /** Nothing was set: pages show no name. */
  readonly isPlain?: boolean;
  /** An image at an https address. */
  readonly logo?: string;
  /** `#rrggbb`, of buttons. */
  readonly color?: string;
  /** The same where the reader prefers a dark scheme; `color` when absent. */
  readonly colorDark?: string;
  readonly support?: string;
  /** Whose face this is; absent: the installation's. */
  readonly orgId?: string;
  /** Of the installation: said beside an organization's own name, so that none passes for the service. */
  readonly platform?: string;
}

/** What an organization sets for itself; what it leaves out is the installation's. */
export interface Branding {
  readonly productName?: string;
  readonly homeUrl?: string;
  readonly logoUrl?: string;
  readonly color?: string;
  readonly colorDark?: string;
  readonly senderName?: string;
  readonly supportEmail?: string;
  readonly locale?: Locale;
  /** Where links may lead back to, as origins with a path before which nothing else is allowed. */
  readonly returnAddresses: readonly string[];
  /** Counts its changes; 0 when nothing was set. */
  readonly revision: number;
}

export type BrandingChange = {
  readonly [K in keyof Omit<Branding, 'revision'>]?: Branding[K] | null;
};

/** Addresses that one organization may allow. */
export const MAX_RETURN_ADDRESSES = 20;
