import { lineDiff } from '../data/values.js';

const SIGN = { same: '  ', del: '- ', ins: '+ ' };

/** Both versions line by line; signs beside the colours, for users who do not see those. */
export function Diff({ before, after, label }: { before: unknown; after: unknown; label: string }) {
  return (
    <pre className="code diff" tabIndex={0} aria-label={label}>
      {lineDiff(before, after).map(({ kind, text }, index) => {
        const line = `${SIGN[kind]}${text}`;
        if (kind === 'del') return <del key={index}>{line}</del>;
        if (kind === 'ins') return <ins key={index}>{line}</ins>;
        return <div key={index}>{line}</div>;
      })}
    </pre>
  );
}
