import type { LoggerService, LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Env } from './config/env.js';
import { AdoptionBar, say as sayInTerminal } from './console.js';
import { StartRefused } from './database/start-refused.js';
import { AdoptionModule } from './modules/organizations/adoption/adoption.module.js';
import { AdoptionRefused, AdoptionService } from './modules/organizations/adoption/adoption.service.js';

/** Opens what an adoption needs, and nothing of the service. */
export async function withAdoption<T>(
  env: Env,
  work: (adoption: AdoptionService) => Promise<T>,
  logger: LoggerService | LogLevel[] = ['fatal', 'error', 'warn'],
): Promise<T> {
  const context = await NestFactory.createApplicationContext(AdoptionModule.forRoot(env), {
    abortOnError: false,
    logger,
  });
  try {
    return await work(context.get(AdoptionService));
  } finally {
    await context.close();
  }
}

/** A master that another program made is adopted when the settings say so, and never by accident. */
export async function adoptIfAsked(
  env: Env,
  say: (line: string) => void = sayInTerminal,
  logger?: LoggerService,
): Promise<void> {
  await withAdoption(
    env,
    async (adoption) => {
      if (!(await adoption.isNeeded())) return;
      if (!env.ADOPT_EXISTING) {
        throw new StartRefused(
          `The database ${env.MASTER_DB_NAME} holds organizations of another program (or an adoption that was interrupted): stop that program, see with npx rowhouse adopt --dry-run what would be done, then run npx rowhouse adopt --yes, or start once with ADOPT_EXISTING=true`,
        );
      }
      const bar = new AdoptionBar();
      try {
        const plan = await adoption.adopt({ leaveOut: false, progress: bar.update });
        bar.end();
        say(`Adopted in ${env.MASTER_DB_NAME}: ${plan.organizations.length} organization(s).`);
      } catch (error) {
        bar.end();
        if (!(error instanceof AdoptionRefused)) throw error;
        throw new StartRefused(`${error.message}: npx rowhouse adopt --dry-run lists them with the reasons`);
      }
    },
    logger,
  );
}
