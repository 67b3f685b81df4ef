import type { ReactNode } from 'react';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'neutral';

export const Tag = ({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`tag ${tone}`}>{children}</span>
);

const TONES: Readonly<Record<string, Tone>> = {
  active: 'ok',
  open: 'info',
  accepted: 'ok',
  pending: 'warn',
  moving: 'info',
  inactive: 'neutral',
  suspended: 'bad',
  failed: 'bad',
  done: 'ok',
  ready: 'ok',
  building: 'info',
  delivered: 'ok',
};

export const toneOf = (status: string): Tone => TONES[status] ?? 'neutral';
