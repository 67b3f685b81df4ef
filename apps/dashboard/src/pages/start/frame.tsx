import type { ReactNode } from 'react';
import { PRODUCT } from '../../facts.js';
import { Logo } from '../../ui/logo.js';
import { useTitle } from '../../ui/page.js';

/** A page of somebody who is not in yet: one card in the middle. */
export function Frame({
  title,
  text,
  children,
  foot,
}: {
  title: string;
  text?: string;
  children: ReactNode;
  foot?: ReactNode;
}) {
  useTitle(title);
  return (
    <div className="gate">
      <main>
        <div className="brand">
          <Logo /> {PRODUCT}
        </div>
        <div className="card">
          <h1>{title}</h1>
          {text !== undefined && <p className="lead">{text}</p>}
          {children}
        </div>
        {foot !== undefined && <p className="gate-foot">{foot}</p>}
      </main>
    </div>
  );
}
