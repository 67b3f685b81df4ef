/** How far something is. @param part 0 to 1 */
export function Meter({ part, label }: { part: number; label: string }) {
  const percent = Math.round(part * 100);
  return (
    <div
      className="meter"
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <i style={{ width: `${percent}%` }} />
    </div>
  );
}
