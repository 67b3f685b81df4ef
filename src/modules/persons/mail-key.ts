/** The key of the mail that tells a person that their account is gone. */
export const mailKeyOf = (id: string): string => `account_deleted:${id}`;
