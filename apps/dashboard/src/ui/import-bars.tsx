import { Button, Text } from '@mantine/core';
import type { ImportJob } from '../data/import-store.js';
import { imports } from '../data/imports.js';
import { useImports } from '../data/use-imports.js';
import { T } from '../texts/en.js';
import { NEXT_STEPS } from '../texts/errors.js';
import { Meter } from './meter.js';
import { Tag } from './tag.js';

const text = T.data.importing;
const SHOWN_ERRORS = 20;
const TONES = { running: 'info', done: 'ok', failed: 'bad', interrupted: 'warn' } as const;

/** The imports of the organization, on every page of it, until they are over and read. */
export function ImportBars() {
  const jobs = useImports();
  return (
    <div role="status">
      {jobs.map((job) => (
        <ImportBar key={job.id} job={job} />
      ))}
    </div>
  );
}

function ImportBar({ job }: { job: ImportJob }) {
  const { id, file, collection, state, part, report, repeated, error } = job;
  const percent = Math.round(part * 100);
  const isRunning = state === 'running';
  return (
    <section className="card importing" aria-label={text.title(collection)}>
      <header>
        <strong className="strong">{text.of(file.name, collection)}</strong>
        <span className="actions">
          <Tag tone={TONES[state]}>{isRunning ? text.sending(percent) : text.states[state]}</Tag>
          <Button size="compact-sm" variant="default" onClick={() => void imports.forget(id)}>
            {isRunning ? text.stop : text.forget}
          </Button>
        </span>
      </header>
      <div className="inside">
        {isRunning && <Meter part={part} label={text.sending(percent)} />}
        {(!isRunning || report.failed > 0) && (
          <Text size="sm">{text.done(report.inserted, report.replaced, report.failed)}</Text>
        )}
        {repeated > 0 && (
          <Text size="sm" c="dimmed">
            {text.repeated(repeated)}
          </Text>
        )}
        {state === 'interrupted' && (
          <Text size="sm" c="dimmed">
            {text.interrupted}
          </Text>
        )}
        {state === 'failed' && error !== undefined && (
          <Text size="sm">
            {error.title}. {error.code !== undefined && NEXT_STEPS[error.code]}
          </Text>
        )}
        {report.errors.slice(0, SHOWN_ERRORS).map(({ line, reason }) => (
          <Text size="sm" c="dimmed" key={`${line} ${reason}`}>
            {text.line(line, reason)}
          </Text>
        ))}
      </div>
    </section>
  );
}
