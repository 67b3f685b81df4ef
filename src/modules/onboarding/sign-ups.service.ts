import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Transactions } from '../../database/transactions.js';
import { PasswordsService } from '../credentials/passwords.service.js';
import { UsersService } from '../users/users.service.js';
import { PlanChoiceService } from '../organizations/plan-choice.service.js';
import type { CreateOrganization } from '../organizations/provisioning.types.js';
import { ProvisioningService } from '../organizations/provisioning.service.js';

export interface NewSignUp {
  /** Canonical address. */
  email: string;
  password: string;
  /** Of the person. */
  name?: string;
  /** Made together with the account. */
  organizationName?: string;
  /** Type or id, of that organization. */
  plan?: string;
}

/** Accounts that people make for themselves: with an organization, or to be invited into one. */
@Injectable()
export class SignUpsService {
  constructor(
    private readonly provisioning: ProvisioningService,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly transactions: Transactions,
    private readonly plans: PlanChoiceService,
  ) {}

  /**
   * @param by of the request, for the audit log
   * @returns the account's id
   */
  async signUp(input: NewSignUp, by?: CreateOrganization['by']): Promise<string> {
    const { email, password, name, organizationName, plan } = input;
    const planId = plan === undefined ? undefined : await this.planOf(plan, organizationName);
    if (organizationName === undefined) return this.addAccount(input);
    const owner = { email, password, name };
    const made = { name: organizationName, origin: 'v1' as const, owner, planId, by };
    return (await this.provisioning.create(made)).owner.id;
  }

  private async planOf(plan: string, organizationName: string | undefined): Promise<string | undefined> {
    if (organizationName === undefined) {
      throw new AppError('request.invalid', { errors: { plan: 'plan requires organization_name' } });
    }
    return this.plans.choose({ operator: false }, plan);
  }

  private addAccount(input: NewSignUp): Promise<string> {
    return this.users.inTurn(input.email, (hasWaited) => {
      if (!hasWaited) this.passwords.expectHash('hash');
      return this.addInTurn(input);
    });
  }

  /** The unique index decides; asking first saves the cost of a hash. */
  private async addInTurn({ email, password, name }: NewSignUp): Promise<string> {
    if (await this.users.emailExists(email)) throw new AppError('user.email_taken');
    this.passwords.check(password, { email });
    const hash = await this.passwords.hash(password);
    const account = await this.users.prepareAccount({ email, hash, name, madeBy: { kind: 'self' } });
    await this.transactions.run((session) => this.users.addAccount(account, session));
    return account.id;
  }
}
