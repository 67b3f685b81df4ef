import type { OpenAPIObject } from '@nestjs/swagger';
import type { Surface } from '../common/http/surface.js';
import { SURFACES } from '../surfaces/surfaces.js';
import { V1_SURFACE } from '../surfaces/v1/v1.surface.js';
import { operationsOf } from './operations.js';

/** The native API first: a user without a client of one of the others begins there. */
export const SURFACES_SHOWN: readonly Surface[] = [
  V1_SURFACE,
  ...SURFACES.surfaces.filter((surface) => surface !== V1_SURFACE),
];

/**
 * What one surface speaks, as a document of its own.
 * @param whole without references but those to schemas; it is not changed
 */
export function documentOf(whole: OpenAPIObject, surface: Surface): OpenAPIObject {
  const paths = Object.fromEntries(
    Object.entries(whole.paths).filter(([path]) => SURFACES.of(path) === surface),
  );
  const tags = new Set(
    Object.values(paths).flatMap((item) =>
      operationsOf(item).flatMap(([, operation]) => operation.tags ?? []),
    ),
  );
  const { schemas = {}, ...components } = whole.components ?? {};
  return {
    ...whole,
    info: { ...whole.info, title: `${whole.info.title}: ${surface.title}` },
    tags: whole.tags?.filter(({ name }) => tags.has(name)) ?? [],
    paths,
    components: { ...components, schemas: reachable(paths, schemas) },
  };
}

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** The schemas that the paths name, and those that these name. */
function reachable(paths: object, schemas: Schemas): Schemas {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      visit(schemas[name]);
    }
  };
  visit(paths);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => found.has(name)));
}
