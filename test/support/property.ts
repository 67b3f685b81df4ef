import fc from 'fast-check';

// New examples on every run while developing; the same ones on every run of CI, where a change must be what
// makes a test fail. FC_SEED repeats a run.
const { FC_SEED, CI } = process.env;
if (FC_SEED !== undefined || CI !== undefined) fc.configureGlobal({ seed: Number(FC_SEED ?? 20_261_121) });

export { fc };
