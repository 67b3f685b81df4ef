import type { ComponentType } from 'react';
import { useScope } from '../data/session.js';
import { Forbidden } from './problem.js';

/** A page that says which permission it takes, and asks for nothing without it. */
export function needs(permission: string, Page: ComponentType): ComponentType {
  return function Needs() {
    return useScope().can(permission) ? <Page /> : <Forbidden permission={permission} />;
  };
}
