import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { type AuditedActor, by } from '../audit/audit.types.js';
import { CurrentRightsService } from './current-rights.service.js';
import { PermissionCatalogueRepository } from './permission-catalogue.repository.js';
import { PermissionCatalogueService } from './permission-catalogue.service.js';
import {
  type Catalogue,
  type CataloguedPermission,
  isFreeName,
  withStrongerRoles,
} from './permission-catalogue.types.js';
import { type PermissionHolder, RoleHoldersService } from './role-holders.service.js';
import type { RoleRow } from './role.schema.js';
import { RolesRepository } from './roles.repository.js';
import type { PermissionSet, ProductPermission } from './roles.types.js';
import { RolesService } from './roles.service.js';

interface Operator extends AuditedActor {
  readonly permissions: PermissionSet;
}

interface Conditions {
  /** The revisions the catalogue may have; any when undefined. */
  expected?: string[];
  /** Custom roles and API keys lose what is removed; otherwise it is refused while one holds it. */
  cascade: boolean;
}

interface Step {
  /** Undefined: this step was not the last one. */
  done?: Catalogue;
  /** Whose roles changed. */
  orgIds: string[];
}

/** Roles and keys that one transaction changes: each is an entry in its organization's log, and the whole takes a second. */
const HOLDERS_AT_ONCE = 100;
/** Holders that an error names. */
const NAMED = 20;

/** The catalogue as an operator changes it: as a whole. */
@Injectable()
export class ProductPermissionsService {
  constructor(
    private readonly catalogues: PermissionCatalogueRepository,
    private readonly catalogue: PermissionCatalogueService,
    private readonly repository: RolesRepository,
    private readonly roles: RolesService,
    private readonly others: RoleHoldersService,
    private readonly rights: CurrentRightsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  /**
   * Every instance knows within a tenth of a second, this one with the answer. Doing it again changes nothing. A
   * cascade over more holders than one transaction takes is done in steps: they lose the permission first, and the
   * catalogue last, so that a request that was cut off is finished by sending it again.
   */
  async replace(actor: Operator, wanted: CataloguedPermission[], conditions: Conditions): Promise<Catalogue> {
    const permissions = wanted.map((one) => ({ ...one, defaultRoles: withStrongerRoles(one.defaultRoles) }));
    requireNames(permissions);
    for (;;) {
      const { done, orgIds } = await this.transactions.run((session) =>
        this.step(actor, permissions, conditions, session),
      );
      for (const orgId of orgIds) this.roles.invalidate(orgId);
      if (done === undefined) continue;
      this.catalogue.invalidate();
      return done;
    }
  }

  private async step(
    actor: Operator,
    permissions: CataloguedPermission[],
    { expected, cascade }: Conditions,
    session: Tx,
  ): Promise<Step> {
    await this.rights.requireOperator(session, actor);
    const before = await this.catalogues.take(session);
    if (expected && !expected.includes(String(before.revision))) throw new AppError('resource.changed');
    const gone = missing(before.permissions, permissions);
    const holders = gone.length === 0 ? [] : await this.holders(gone, session);
    if (holders.length > 0 && !cascade) throw heldError(gone, holders);
    const changed = holders.slice(0, HOLDERS_AT_ONCE);
    for (const holder of changed) await holder.withdraw(actor, new Set<string>(gone), session);
    const orgIds = [...new Set(changed.map(({ orgId }) => orgId))];
    if (holders.length > changed.length) return { orgIds };
    return { orgIds, done: await this.write(actor, before, permissions, session) };
  }

  /** Roles first, one more than a step changes. */
  private async holders(gone: ProductPermission[], session: Tx): Promise<PermissionHolder[]> {
    const roles = await this.repository.holders(gone, HOLDERS_AT_ONCE + 1, session);
    const rest = HOLDERS_AT_ONCE + 1 - roles.length;
    const keys = rest === 0 ? [] : await this.others.keysHolding(gone, rest, session);
    const ofRoles = roles.map((role): PermissionHolder => ({
      orgId: role.org_id,
      name: `${role.org_id}/${role.key}`,
      permissions: role.permissions,
      withdraw: (actor, lost, tx) => this.withdraw(actor, role, lost, tx),
    }));
    return [...ofRoles, ...keys];
  }

  private async withdraw(
    actor: AuditedActor,
    role: RoleRow,
    lost: ReadonlySet<string>,
    session: Tx,
  ): Promise<void> {
    const permissions = role.permissions.filter((permission) => !lost.has(permission));
    const { name } = await this.repository.update(role, { permissions }, session);
    const target = { orgId: role.org_id, targetType: 'role', targetId: role.key };
    const details = { name, permissions };
    await this.audit.record({ ...by(actor), ...target, action: 'role.changed', details }, session);
  }

  private async write(
    actor: Operator,
    before: Catalogue,
    permissions: CataloguedPermission[],
    session: Tx,
  ): Promise<Catalogue> {
    if (JSON.stringify(inOrder(before.permissions)) === JSON.stringify(inOrder(permissions))) return before;
    const after = await this.catalogues.replace(before, permissions, session);
    const target = { targetType: 'permissions', targetId: 'product' };
    const details = {
      revision: after.revision,
      added: missing(permissions, before.permissions),
      removed: missing(before.permissions, permissions),
      changed: changedKeys(before.permissions, permissions),
    };
    await this.audit.record({ ...by(actor), ...target, action: 'permissions.changed', details }, session);
    return after;
  }
}

/** @throws AppError request.invalid naming the field */
function requireNames(permissions: CataloguedPermission[]): void {
  const errors: Record<string, string> = {};
  const seen = new Set<string>();
  for (const [i, { key }] of permissions.entries()) {
    const field = `permissions.${i}.key`;
    if (!isFreeName(key))
      errors[field] = `key must not begin with ${key.split('.')[0]}: that is Rowhouse's own`;
    else if (seen.has(key)) errors[field] = `key names ${key} a second time`;
    seen.add(key);
  }
  if (Object.keys(errors).length > 0) throw new AppError('request.invalid', { errors });
}

/** Who holds it, as `<organization id>/<key of the role>` or `<organization id>/api-key:<id>`. */
function heldError(gone: ProductPermission[], holders: PermissionHolder[]): AppError {
  const entries = gone.flatMap((key) => {
    const held = holders.filter(({ permissions }) => permissions.includes(key));
    const names = held.slice(0, NAMED).map(({ name }) => name);
    const rest = held.length > NAMED ? ' and others' : '';
    return held.length === 0 ? [] : [[key, `held by ${names.join(', ')}${rest}`]];
  });
  return new AppError('permission.in_use', { errors: Object.fromEntries(entries) as Record<string, string> });
}

/** Keys of `some` that `others` lack. */
function missing(
  some: readonly CataloguedPermission[],
  others: readonly CataloguedPermission[],
): ProductPermission[] {
  const known = new Set(others.map(({ key }) => key));
  return some.flatMap(({ key }) => (known.has(key) ? [] : [key]));
}

function changedKeys(
  before: readonly CataloguedPermission[],
  after: readonly CataloguedPermission[],
): string[] {
  const old = new Map(before.map((one) => [one.key, JSON.stringify(inOrder([one]))]));
  return after.flatMap((one) => {
    const known = old.get(one.key);
    return known === undefined || known === JSON.stringify(inOrder([one])) ? [] : [one.key];
  });
}

/** With the fields in one order, so that equal ones are written alike. */
const inOrder = (permissions: readonly CataloguedPermission[]): unknown[][] =>
  permissions.map(({ key, description, group, defaultRoles }) => [key, description, group, defaultRoles]);
