import { metric } from '../../../common/metrics/metric.js';
import type { Metrics } from '../../../common/metrics/metrics.js';
import type { MovePhase } from './move.schema.js';

const RUNNING = metric('gauge', 'rowhouse_moves_running', 'Moves of organizations in hand on this instance');
const OPEN = metric(
  'gauge',
  'rowhouse_moves_open',
  'Moves of organizations that are not over, of all instances, by phase',
  ['phase'],
);
/** Milliseconds between two questions to the database. */
const COUNT_EVERY_MS = 10_000;
const PHASES: readonly MovePhase[] = ['copying', 'catching_up', 'switching', 'cleaning'];

interface ShownMoves {
  inHand: number;
  countOpen(): Promise<ReadonlyMap<MovePhase, number>>;
}

export function showMoves(metrics: Metrics, moves: ShownMoves): void {
  metrics.read(RUNNING, () => moves.inHand);
  metrics.readSeldom(OPEN, COUNT_EVERY_MS, async () => {
    const counts = await moves.countOpen();
    return PHASES.map((phase) => [{ phase }, counts.get(phase) ?? 0] as const);
  });
}
