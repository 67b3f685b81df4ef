import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { ownTurn } from '../../common/sparing.js';
import { isId } from '../../database/ids.js';
import type { Actor } from '../access/actor.types.js';
import { AuditService } from '../audit/audit.service.js';
import { type AuditEntry, by } from '../audit/audit.types.js';
import { PERSONAL_ROWS, PersonalRowsRepository } from './personal-rows.repository.js';

/** Rows that are written in one go. */
const AT_ONCE = 100;

/** Everything that is kept of a person, as one JSON text that is made while it is read (ADR-0070). */
@Injectable()
export class PersonExportsService {
  constructor(
    private readonly rows: PersonalRowsRepository,
    private readonly audit: AuditService,
  ) {}

  /** On the record before the first byte. @throws AppError user.not_found */
  async export(actor: Actor, id: string): Promise<AsyncIterable<string>> {
    const account = isId(id) ? await this.rows.account(id) : null;
    if (account === null) throw new AppError('user.not_found');
    const target = { targetType: 'user', targetId: id };
    await this.audit.recordAlone({ ...by(actor), ...target, action: 'user.data_exported' });
    return this.text(id, account);
  }

  private async *text(id: string, account: Record<string, unknown>): AsyncGenerator<string, void> {
    const person = { id, email: String(account['email']) };
    yield `{"exported_at":${JSON.stringify(new Date())},\n"account":${JSON.stringify(shown(account))}`;
    for (const kind of PERSONAL_ROWS) {
      yield* list(kind.name, this.rows.list(kind, person));
    }
    yield* list('audit', this.entries(id));
    yield '}\n';
  }

  /** What the person did, in every log, without what only the log itself needs. */
  private async *entries(id: string): AsyncGenerator<Record<string, unknown>, void> {
    for await (const batch of this.audit.listOfActor(id)) {
      for (const entry of batch) yield presentEntry(entry);
    }
  }
}

async function* list(
  name: string,
  rows: AsyncIterable<Record<string, unknown>>,
): AsyncGenerator<string, void> {
  let text = `,\n"${name}":[`;
  let count = 0;
  for await (const row of rows) {
    text += `${count > 0 ? ',' : ''}\n${JSON.stringify(shown(row))}`;
    if (++count % AT_ONCE !== 0) continue;
    yield text;
    text = '';
    await ownTurn();
  }
  yield `${text}]`;
}

function shown({ _id, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return { ...(_id === undefined ? {} : { id: _id }), ...rest };
}

const presentEntry = ({ id, at, action, orgId, targetType, targetId, details, ip }: AuditEntry) => ({
  id,
  at,
  action,
  organization_id: orgId ?? null,
  target_type: targetType,
  target_id: targetId,
  details,
  ip: ip ?? null,
});
