import type { KeptGeneration } from '../../../modules/organizations/kept-generations.service.js';
import type { KeptGenerationDto } from './history.dto.js';

export const presentKept = ({ generation, leftAt, keptUntil, bytes }: KeptGeneration): KeptGenerationDto => ({
  generation,
  left_at: leftAt.toISOString(),
  kept_until: keptUntil.toISOString(),
  bytes,
});
