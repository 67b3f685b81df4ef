export const PERSON = {
  title: 'Your data',
  exportTitle: 'Download what is kept of you',
  exportText:
    'A JSON file with your account, memberships, sessions, devices, keys, invitations, e-mails, and what you did in every audit log. No secret is in it.',
  export: 'Download my data',
  exported: 'Your data is downloaded.',
  removeTitle: 'Delete your account',
  removeText:
    'You are signed out everywhere and leave all organizations; invitations, e-mails and network addresses are erased within minutes. What you stored in organizations stays there. Nobody can undo this.',
  operator:
    'The account of a platform operator cannot be deleted while it runs the platform. Another operator, or the command line of the service, takes the role away first.',
  remove: 'Delete my account',
  removed: 'The account is deleted.',
  lastOwner: 'You are the only owner of an organization',
  lastOwnerText: 'Make somebody else an owner, or delete the organization. Then try again.',
  toMembers: 'Members',
  toSettings: 'Settings',
  othersExport: 'Download what is kept of this person',
  othersRemove: 'Delete the account',
  othersRemoveText: (who: string): string =>
    `${who} is signed out everywhere and leaves all organizations; the address is free again. Nobody can undo this.`,
};
