import { IconInbox, type TablerIcon } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { PRODUCT } from '../facts.js';

interface PageProps {
  title: string;
  text?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page with its heading. The title of the window says where one is; the heading takes the focus after a step. */
export function Page({ title, text, actions, children }: PageProps) {
  useTitle(title);
  return (
    <>
      <div className="pagehead">
        <div>
          <h1>{title}</h1>
          {text !== undefined && <p>{text}</p>}
        </div>
        {actions !== undefined && <div className="actions">{actions}</div>}
      </div>
      <div className="stack">{children}</div>
    </>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${PRODUCT}`;
  }, [title]);
}

interface CardProps {
  title?: string;
  aside?: ReactNode;
  danger?: boolean;
  flush?: boolean;
  children: ReactNode;
}

export function Card({ title, aside, danger = false, flush = false, children }: CardProps) {
  return (
    <section className={danger ? 'card danger' : 'card'}>
      {title !== undefined && (
        <header>
          <h2>{title}</h2>
          {aside}
        </header>
      )}
      {flush ? children : <div className="inside">{children}</div>}
    </section>
  );
}

interface EmptyProps {
  title: string;
  text: string;
  icon?: TablerIcon;
  children?: ReactNode;
}

/** Says what would stand here, and how it gets here. */
export function Empty({ title, text, icon: Icon = IconInbox, children }: EmptyProps) {
  return (
    <div className="empty">
      <span className="mark">
        <Icon size={22} aria-hidden />
      </span>
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  );
}

export function Facts({ items }: { items: [label: string, value: ReactNode][] }) {
  return (
    <dl className="facts">
      {items.map(([label, value]) => (
        <FactRow key={label} label={label} value={value} />
      ))}
    </dl>
  );
}

const FactRow = ({ label, value }: { label: string; value: ReactNode }) => (
  <>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </>
);

/** Puts the focus on what has just appeared, so that it is read out. */
export function useFocused<E extends HTMLElement>() {
  const ref = useRef<E>(null);
  useEffect(() => ref.current?.focus(), []);
  return ref;
}
