export const CATALOGUE = {
  nav: 'Permissions',
  title: 'Permissions of the product',
  text: 'What your product checks, beside what Rowhouse checks itself. Owners have all of them; roles of organizations may hold any.',
  add: 'New permission',
  edit: 'Edit',
  remove: 'Remove',
  key: 'Key',
  keyHint: 'Two to four words with dots, such as invoices.approve',
  description: 'Description',
  group: 'Group',
  groupHint: 'Heading in forms; empty: the first word of the key',
  roles: 'Roles that have it from the start',
  none: 'No permission yet',
  noneText:
    'Register what your product checks: it is then in the tokens of your users and in the editor of roles.',
  revision: (revision: number): string => `Revision ${revision}`,
  removeText: (key: string): string =>
    `${key} is taken from the catalogue. Custom roles that hold it lose it.`,
  replaced: 'The catalogue is saved.',
};
