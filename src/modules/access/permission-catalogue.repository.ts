import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { type MasterLookup, MasterReads } from '../../database/master-reads.js';
import type { CatalogueRow } from './permission-catalogue.schema.js';
import { type Catalogue, type CataloguedPermission, catalogueOf } from './permission-catalogue.types.js';

const PRODUCT = 'product';
const CATALOGUE: MasterLookup = {
  collection: 'permission_catalogue',
  field: '_id',
  fields: ['revision', 'permissions'],
};

type Version = Pick<CatalogueRow, 'revision' | 'permissions'>;

@Injectable()
export class PermissionCatalogueRepository {
  constructor(
    @InjectModel('PermissionCatalogue') private readonly catalogues: Model<CatalogueRow>,
    private readonly reads: MasterReads,
  ) {}

  /** Travels with what else is asked of master at this moment. */
  async read(): Promise<Catalogue> {
    const [row] = (await this.reads.find(CATALOGUE, PRODUCT)) as Version[];
    return toCatalogue(row);
  }

  /** The catalogue, for who gives one of its permissions to a role; null when there is none. */
  async touch(session: ClientSession): Promise<Catalogue | null> {
    const row = await this.catalogues
      .findByIdAndUpdate(PRODUCT, { $inc: { given: 1 } }, { session, returnDocument: 'after' })
      .lean<CatalogueRow>();
    return row && toCatalogue(row);
  }

  /** The catalogue, for who changes it: as `touch`, and made when there is none. */
  async take(session: ClientSession): Promise<Catalogue> {
    const $setOnInsert = { revision: 0, permissions: [], updated_at: new Date() };
    const row = await this.catalogues
      .findByIdAndUpdate(
        PRODUCT,
        { $inc: { given: 1 }, $setOnInsert },
        { session, returnDocument: 'after', upsert: true },
      )
      .lean<CatalogueRow>();
    return toCatalogue(row);
  }

  /** The next version. */
  async replace(
    { revision }: Catalogue,
    permissions: readonly CataloguedPermission[],
    session: ClientSession,
  ): Promise<Catalogue> {
    const rows = permissions.map(({ key, description, group, defaultRoles }) => ({
      key,
      description,
      group,
      default_roles: defaultRoles,
    }));
    const $set = { permissions: rows, revision: revision + 1, updated_at: new Date() };
    await this.catalogues.updateOne({ _id: PRODUCT }, { $set }, { session });
    return catalogueOf(revision + 1, permissions);
  }
}

function toCatalogue(row: Version | null | undefined): Catalogue {
  const permissions = (row?.permissions ?? []).map(({ default_roles: defaultRoles, ...rest }) => ({
    ...rest,
    defaultRoles,
  }));
  return catalogueOf(row?.revision ?? 0, permissions);
}
