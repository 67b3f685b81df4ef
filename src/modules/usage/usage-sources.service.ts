import { Injectable } from '@nestjs/common';

/** What is known of organizations elsewhere, at the moment when an hour is closed. */
export interface UsageState {
  /** Active members by organization; one that is gone has none. */
  seats: (orgIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /** Bytes of the organization's database; null when it cannot be measured. */
  storage: (orgId: string) => Promise<number | null>;
}

/** Rooms of higher floors say here how to ask them, each in its onModuleInit. */
@Injectable()
export class UsageSourcesService {
  private readonly known: Partial<UsageState> = {};

  provide<Name extends keyof UsageState>(name: Name, source: UsageState[Name]): void {
    this.known[name] = source;
  }

  get<Name extends keyof UsageState>(name: Name): UsageState[Name] {
    const source = this.known[name];
    if (source === undefined) throw new Error(`nobody says the ${name} of organizations`);
    return source;
  }
}
