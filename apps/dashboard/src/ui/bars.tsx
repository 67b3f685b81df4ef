interface Bar {
  label: string;
  value: number;
}

/** Values beside each other. A table says the same to who does not see it. */
export function Bars({ label, bars }: { label: string; bars: Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <table className="bars" aria-label={label}>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.label}>
            <th scope="row">{bar.label}</th>
            <td aria-hidden className="bars-line">
              <i style={{ width: `${(bar.value / most) * 100}%` }} />
            </td>
            <td className="end">{bar.value.toLocaleString('en')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
