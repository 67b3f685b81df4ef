import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isBelow, plainAddress } from '../../common/return-address.js';
import type { Locale } from '../../common/locales.js';
import { Env } from '../../config/env.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { CoherentCache } from '../../database/coherent-cache.js';
import { DomainEventBus } from '../../database/domain-events.js';
import type { Tx } from '../../database/transactions.js';
import { BrandingRepository } from './branding.repository.js';
import type { Branding, BrandingChange, Face } from './branding.types.js';

const CACHED_ORGANIZATIONS = 10_000;

/** The face of the installation, from its settings, and that of each organization which has one. */
@Injectable()
export class BrandingService implements OnModuleInit {
  private readonly cache: CoherentCache<Branding>;

  constructor(
    private readonly brandings: BrandingRepository,
    private readonly events: DomainEventBus,
    private readonly env: Env,
    feed: ChangeFeed,
  ) {
    this.cache = new CoherentCache<Branding>(feed, (orgId) => brandings.find(orgId), {
      name: 'brandings',
      max: CACHED_ORGANIZATIONS,
    });
    feed.on('brandings', ({ id }) => this.cache.invalidate(String(id)));
  }

  onModuleInit(): void {
    this.events.on('organization.deleted', 'branding: remove', async ({ orgId, keeping }, session) => {
      keeping?.keep('branding', await this.brandings.listRows(orgId, session));
      await this.brandings.remove(orgId, session);
    });
    this.events.on('organization.returned', 'branding: bring it back', ({ kept }, session) =>
      this.brandings.insertAgain(kept.of('branding'), session),
    );
  }

  /** What an organization has set; nothing while ORGANIZATION_BRANDING is off. */
  async ofOrganization(orgId: string): Promise<Branding> {
    if (!this.env.ORGANIZATION_BRANDING) return { returnAddresses: [], revision: 0 };
    return (await this.cache.get(orgId))!;
  }

  /** As it is in the database. */
  find(orgId: string, session?: Tx): Promise<Branding> {
    return this.brandings.find(orgId, session);
  }

  change(orgId: string, change: BrandingChange, session: Tx): Promise<Branding> {
    return this.brandings.change(orgId, change, session);
  }

  /** Forgets it at once on this instance. */
  invalidate(orgId: string): void {
    this.cache.invalidate(orgId);
  }

  /** How mails and pages look. @param orgId whose they are; undefined: the installation's */
  async faceOf(orgId: string | undefined): Promise<Face> {
    const own = this.ofInstallation();
    if (orgId === undefined) return own;
    const branding = await this.ofOrganization(orgId);
    if (branding.revision === 0) return own;
    const { productName, homeUrl, logoUrl, color, colorDark, senderName, supportEmail } = branding;
    return {
      ...own,
      name: productName ?? own.name,
      ...(homeUrl === undefined ? {} : { home: homeUrl }),
      senderName: senderName ?? productName ?? own.senderName,
      ...(logoUrl === undefined ? {} : { logo: logoUrl }),
      // A colour for dark schemes belongs to its colour for light ones.
      ...(color === undefined && colorDark === undefined ? {} : { color, colorDark }),
      ...(supportEmail === undefined ? {} : { support: supportEmail }),
      isPlain: false,
      orgId,
      platform: own.name,
    };
  }

  /** The language of who has chosen none. */
  async defaultLocale(orgId: string | undefined): Promise<Locale> {
    const own = orgId === undefined ? undefined : (await this.ofOrganization(orgId)).locale;
    return own ?? this.env.DEFAULT_LOCALE;
  }

  /**
   * An address that a link may lead back to, as it is written there; null when the installation and the organization
   * allow no address above it.
   */
  async allowedReturn(text: unknown, orgId: string | undefined): Promise<string | null> {
    const url = plainAddress(text);
    if (url === null) return null;
    if (isBelow(url, this.env.returnAddresses)) return url.href;
    if (orgId === undefined) return null;
    const { returnAddresses } = await this.ofOrganization(orgId);
    return isBelow(url, returnAddresses) ? url.href : null;
  }

  private ofInstallation(): Face {
    const { env } = this;
    const { PRODUCT_NAME, LOGO_URL, BRAND_COLOR, BRAND_COLOR_DARK, SUPPORT_EMAIL } = env;
    return {
      name: PRODUCT_NAME ?? env.APP_NAME,
      senderName: env.mailFrom.name === '' ? (PRODUCT_NAME ?? '') : env.mailFrom.name,
      ...(env.PRODUCT_URL === undefined ? {} : { home: env.PRODUCT_URL }),
      isPlain: (PRODUCT_NAME ?? LOGO_URL ?? env.PRODUCT_URL) === undefined,
      ...(LOGO_URL === undefined ? {} : { logo: LOGO_URL }),
      ...(BRAND_COLOR === undefined ? {} : { color: BRAND_COLOR }),
      ...(BRAND_COLOR_DARK === undefined ? {} : { colorDark: BRAND_COLOR_DARK }),
      ...(SUPPORT_EMAIL === undefined ? {} : { support: SUPPORT_EMAIL }),
    };
  }
}
