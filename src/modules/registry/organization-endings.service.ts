import { Injectable } from '@nestjs/common';
import type { Session } from '../../database/transactions.js';

type Ending = (orgId: string, session: Session) => Promise<void>;

/** What goes with an organization: each module names its own rows, and all go in one transaction. */
@Injectable()
export class OrganizationEndings {
  private readonly endings: Ending[] = [];

  /** @param ending removes or changes the module's rows of an organization that is being deleted */
  add(ending: Ending): void {
    this.endings.push(ending);
  }

  async run(orgId: string, session: Session): Promise<void> {
    for (const ending of this.endings) await ending(orgId, session);
  }
}
