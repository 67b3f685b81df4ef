import { SetMetadata } from '@nestjs/common';

/** `sign_in` counts failures only; the others count requests. `mail`: routes that write to a mailbox. */
export type Limited = 'sign_in' | 'create' | 'lookup' | 'mail';

export const LIMITED = 'rowhouse:limited';

/** The route is limited per address while RATE_LIMITS is on. Routes of one kind share a limit. */
export const RateLimited = (kind: Limited): MethodDecorator => SetMetadata(LIMITED, kind);
