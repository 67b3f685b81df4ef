import { Schema } from 'mongoose';
import type { DefaultRole } from './permission-catalogue.types.js';
import type { ProductPermission } from './roles.types.js';

/** The permissions of the product: one document for the whole installation. */
export interface CatalogueRow {
  _id: 'product';
  /** Counts the versions. */
  revision: number;
  permissions: {
    key: ProductPermission;
    description: string;
    group: string;
    default_roles: DefaultRole[];
  }[];
  /** Times a role was given one of them, or the catalogue was changed: these writes conflict with each other. */
  given: number;
  updated_at: Date;
}

export const CatalogueSchema = new Schema<CatalogueRow>(
  {
    _id: { type: String, required: true },
    revision: { type: Number, required: true },
    permissions: { type: [Schema.Types.Mixed], required: true },
    given: { type: Number, required: true },
    updated_at: { type: Date, required: true },
  } as never, // Mixed permissions are a type that mongoose's own types cannot follow
  { collection: 'permission_catalogue', versionKey: false },
);
