import type { TenantDb } from '@rowhouse/tenancy';
import type { Document } from 'mongodb';
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

function changedKeys(a: Document, b: Document): string[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].filter((key) => specOf(a[key]) !== specOf(b[key]));
}
