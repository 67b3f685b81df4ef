import { isId } from '../../database/ids.js';
import type { AccessClaims } from './auth.types.js';

/** The claims of a payload that are needed again, or null when a claim is missing or of another type. */
export function accessClaims(payload: unknown): AccessClaims | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const claims = payload as Record<keyof AccessClaims | 'jti' | 'iat', unknown>;
  const texts = [claims.sub, claims.sid, claims.jti].every((value) => typeof value === 'string');
  const times = [claims.iat, claims.exp, claims.ver].every((value) => Number.isInteger(value));
  const typed = claims.type === 'access' || claims.type === 'password';
  const organization = claims.organization_id === null || isId(claims.organization_id);
  if (!(texts && times && typed && organization && isId(claims.sub))) return null;
  const { sub, organization_id, type, sid, ver, exp } = payload as AccessClaims;
  const kept: AccessClaims = { sub, organization_id, type, sid, ver, exp };
  if (claims.act === undefined && claims.act_ver === undefined) return kept;
  const operator = (claims.act as { sub?: unknown } | null | undefined)?.sub;
  if (!isId(operator) || !Number.isInteger(claims.act_ver) || type !== 'access') return null;
  return { ...kept, act: { sub: operator }, act_ver: claims.act_ver as number };
}
