import { BACKUPS, UNDO } from './backups.js';
import { BRANCHES } from './branches.js';
import { BRANDING } from './branding.js';
import { CATALOGUE } from './catalogue.js';
import { COMMON } from './common.js';
import { START } from './start.js';
import { DELETED } from './deleted.js';
import { ERRORS } from './errors.js';
import { FACTOR } from './factor.js';
import { KEYS } from './keys.js';
import { ORG } from './org.js';
import { DATA } from './data.js';
import { ACCOUNT } from './account.js';
import { PERSON } from './person.js';
import { PLATFORM } from './platform.js';
import { SCHEDULE } from './schedule.js';
import { STATUS } from './status.js';
import { STATISTICS } from './statistics.js';
import { USAGE } from './usage.js';
import { WEBHOOKS } from './webhooks.js';

/** Every text of the dashboard. */
export const T = {
  common: COMMON,
  start: START,
  errors: ERRORS,
  org: ORG,
  data: DATA,
  account: { ...ACCOUNT, data: PERSON },
  platform: { ...PLATFORM, statistics: STATISTICS, status: STATUS, catalogue: CATALOGUE, deleted: DELETED },
  keys: KEYS,
  factor: FACTOR,
  usage: USAGE,
  backups: { ...BACKUPS, schedule: SCHEDULE },
  undo: UNDO,
  webhooks: WEBHOOKS,
  branches: BRANCHES,
  branding: BRANDING,
};
