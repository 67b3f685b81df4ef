import { SetMetadata } from '@nestjs/common';

export const UNMETERED = 'rowhouse:unmetered';

/** Requests of the route are none of the plan's: what ends its limit, or a session, works when they are used up. */
export const Unmetered = (): MethodDecorator => SetMetadata(UNMETERED, true);
