import { SurfaceTable } from '../common/http/surface.js';
import { IDENTITY_SURFACE } from './identity/identity.surface.js';
import { ORG_SURFACE } from './org/org.surface.js';
import { REGISTER_SURFACE } from './register/register.surface.js';
import { TENANTS_SURFACE } from './tenants/tenants.surface.js';
import { TENANTS_V1_SURFACE } from './tenants-v1/tenants-v1.surface.js';
import { V1_SURFACE } from './v1/v1.surface.js';

/** Every surface the service speaks. */
export const SURFACES = new SurfaceTable([
  REGISTER_SURFACE,
  ORG_SURFACE,
  IDENTITY_SURFACE,
  TENANTS_V1_SURFACE,
  TENANTS_SURFACE,
  V1_SURFACE,
]);
