export const SETTINGS = {
  MAIL_FROM: 'Nest <no-reply@nest.example>',
  PUBLIC_BASE_URL: 'https://login.nest.example',
  PRODUCT_NAME: 'Nest & Sons',
  PRODUCT_URL: 'https://nest.example/app',
  LOGO_URL: 'https://cdn.nest.example/logo.png',
  BRAND_COLOR: '#FFD400',
  SUPPORT_EMAIL: 'help@nest.example',
  RETURN_ADDRESSES: 'https://nest.example/app, http://localhost:3000/',
  RATE_LIMITS: 'off',
};
export const RETURN = 'https://nest.example/app/welcome?plan=pro';
export const FACE = {
  product_name: 'Acme O’Neil & Co.',
  home_url: 'https://acme.example/home',
  logo_url: 'https://img.acme.example:8443/logo.svg',
  color: '#0f766e',
  color_dark: '#5eead4',
  sender_name: 'Acme',
  support_email: 'help@acme.example',
  locale: 'de',
  return_addresses: ['https://acme.example/app/'],
};

/** Fields of a branding with what they must not be, and what the refusal says. */
export const REFUSED: [field: string, value: unknown, sentence: RegExp][] = [
  ['product_name', 'x'.repeat(61), /at most 60/],
  ['product_name', '<script>alert(1)</script>', /no @, </],
  ['sender_name', 'Bank <security@bank.example>', /no @, </],
  ['sender_name', 'security@bank.example', /no @/],
  ['sender_name', 'A\r\nBcc: x', /cannot be shown/],
  ['sender_name', '\u202Eknab', /cannot be shown/],
  ['logo_url', 'http://cdn.acme.example/a.png', /https/],
  ['logo_url', 'http://localhost/a.png', /https/],
  ['logo_url', 'https://cdn.acme.example/a.png"; script-src *', /https/],
  ['logo_url', 'data:image/svg+xml,<svg onload=alert(1)>', /https/],
  ['home_url', 'javascript:alert(1)', /https/],
  ['home_url', 'https://user@acme.example', /https/],
  ['color', 'red', /such as #1d4ed8/],
  ['color', '#fff;}body{display:none', /such as #1d4ed8/],
  ['color_dark', '#12345', /such as #1d4ed8/],
  ['support_email', 'no address', /invalid/],
  ['locale', 'fr', /en or de/],
  ['return_addresses', 'https://acme.example', /list/],
  ['return_addresses', null, /list/],
  ['return_addresses', ['http://acme.example/'], /https/],
  ['return_addresses', ['https://acme.example/?next='], /query/],
  ['return_addresses', Array.from({ length: 21 }, (_, i) => `https://acme.example/${i}`), /at most 20/],
];

export const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="120"><rect width="600" height="120" fill="teal"/></svg>';
