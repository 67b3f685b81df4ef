import type { components } from '@rowhouse/api-client';
import { T } from '../texts/en.js';
import { Meter } from './meter.js';
import { Card } from './page.js';

type Move = components['schemas']['OperationDto'];

/** The move that is under way, if there is one. */
export function MoveBar({ moves = [] }: { moves?: Move[] }) {
  const running = moves.find(({ phase }) => phase !== 'done' && phase !== 'failed');
  if (running === undefined) return null;
  return (
    <Card title={`${T.org.settings.phases[running.phase]} ${running.from} → ${running.to}`}>
      <Meter part={running.progress} label={T.org.settings.moves} />
    </Card>
  );
}
