import { IsInt, Max, Min } from 'class-validator';
import { ToInt } from './env-values.js';
import { FaceEnv } from './face-env.js';

/** What is kept of the past of organizations. */
export class HistoryEnv extends FaceEnv {
  /** Days that the data an undo replaced are kept, so that it can be undone; 0: they are dropped at once. */
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(365)
  UNDO_KEEP_DAYS = 7;

  /** Days that a deleted organization can come back from its sealed archive; 0: deleting is final. */
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(365)
  UNDELETE_DAYS = 7;
}
