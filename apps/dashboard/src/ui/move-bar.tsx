import type { components } from '@rowhouse/api-client';
import { T } from '../texts/en.js';
import { Card } from './page.js';

type Move = components['schemas']['OperationDto'];

/** The move that is under way, if there is one. */
export function MoveBar({ moves = [] }: { moves?: Move[] }) {
  const running = moves.find(({ phase }) => phase !== 'done' && phase !== 'failed');
  if (running === undefined) return null;
  const percent = Math.round(running.progress * 100);
  return (
    <Card title={`${T.org.settings.phases[running.phase]} ${running.from} → ${running.to}`}>
      <div
        className="meter"
        role="progressbar"
        aria-label={T.org.settings.moves}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${percent}%` }} />
      </div>
    </Card>
  );
}
