/** What the service wrote into the head of the page. */
const fact = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="rowhouse-${name}"]`)?.content ?? '';

/** Path below which the service answers, such as `/rowhouse`; mostly empty. */
export const BASE_PATH = fact('base');
/** Where programs reach the service; in the code that pages show. */
export const BASE_URL = location.origin + BASE_PATH;
export const PRODUCT = fact('product') || 'Rowhouse';
export const HAS_DOCS = fact('docs') === 'on';
/** Owners and administrators may change the plan of their organization (PLAN_CHANGE). */
export const OWNERS_CHANGE_PLANS = fact('plans') === 'owner';
/** Of this answer: the styles that are made in the browser carry it. */
export const NONCE = fact('nonce');
