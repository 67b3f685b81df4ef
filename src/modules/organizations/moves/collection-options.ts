import type { TenantDb } from '@rowhouse/tenancy';
import { specOf } from '../../../database/raw-documents.js';
import type { CopyRepository, SourceCollection } from './copy.repository.js';

/** Makes the collections of a target those of the source, also when they were changed after they were copied. */
export class CollectionOptions {
  constructor(
    private readonly copies: CopyRepository,
    private readonly target: TenantDb,
  ) {}

  async match(wanted: SourceCollection[]): Promise<void> {
    const present = new Map((await this.copies.listCollections(this.target)).map((one) => [one.name, one]));
    for (const [name, { store }] of present) {
      if (!wanted.some((one) => one.name === name)) await this.copies.dropCollection(this.target, store);
    }
    for (const collection of wanted) await this.matchOne(present.get(collection.name), collection);
  }

  private async matchOne(present: SourceCollection | undefined, wanted: SourceCollection): Promise<void> {
    const changed = present ? changedKeys(present.options, wanted.options) : [];
    if (present && changed.length > 0 && !wanted.isView) {
      return this.copies.changeOptions(this.target, wanted, changed);
    }
    if (present && changed.length === 0) return;
    if (present) await this.copies.dropCollection(this.target, present.store); // a view has no documents
    await this.copies.createCollection(this.target, wanted);
  }
}

function changedKeys(first: object, second: object): string[] {
  const [a, b] = [new Map(Object.entries(first)), new Map(Object.entries(second))];
  const keys = new Set([...a.keys(), ...b.keys()]);
  return [...keys].filter((key) => specOf(a.get(key)) !== specOf(b.get(key)));
}
