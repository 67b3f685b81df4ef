import { Button } from '@mantine/core';
import {
  type ColumnDef,
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  type SortingState,
  useReactTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { IconChevronDown, IconChevronUp, IconDownload, IconPrinter, IconSelector } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { T } from '../texts/en.js';
import { saveFile } from './save.js';

export interface Column<Row> {
  id: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** For sorting and CSV; absent: neither. */
  value?: (row: Row) => string | number;
  end?: boolean;
}

interface GridProps<Row> {
  label: string;
  rows: Row[];
  columns: Column<Row>[];
  keyOf: (row: Row) => string;
  empty: ReactNode;
  isLoading?: boolean;
  /** There are more on the service. */
  more?: { has: boolean; isLoading: boolean; load: () => void };
  /** Name of the CSV file. */
  file?: string;
  /** Fewer rows than this at once are all drawn. */
  rowHeight?: number;
}

/** A table that draws the rows that are seen, and asks for more at its end. */
export function Grid<Row>(props: GridProps<Row>) {
  const { label, rows, columns, keyOf, empty, isLoading = false, more, file, rowHeight = 47 } = props;
  const [sorting, setSorting] = useState<SortingState>([]);
  const defs = useMemo(() => columns.map((column) => toDef(column)), [columns]);
  const table = useReactTable({
    data: rows,
    columns: defs,
    state: { sorting },
    onSortingChange: setSorting,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getRowId: keyOf,
  });
  const sorted = table.getRowModel().rows;
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const seen = virtual.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  const shouldLoad =
    more?.has === true && !more.isLoading && last >= sorted.length - 20 && sorting.length === 0;
  const load = more?.load;
  useEffect(() => {
    if (shouldLoad && sorted.length > 0) load?.();
  }, [shouldLoad, load, sorted.length]);
  if (!isLoading && rows.length === 0 && more?.isLoading !== true) return <>{empty}</>;
  const above = seen[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (seen.at(-1)?.end ?? 0);
  return (
    <>
      <div className="gridbox" ref={box} tabIndex={0} role="region" aria-label={label} aria-busy={isLoading}>
        <table className="grid" aria-rowcount={more?.has ? -1 : sorted.length + 1}>
          <thead>
            <tr>
              {table.getFlatHeaders().map((header) => (
                <Head key={header.id} header={header} />
              ))}
            </tr>
          </thead>
          <tbody>
            {above > 0 && <Spacer height={above} columns={columns.length} />}
            {seen.map(({ index }) => {
              const row = sorted[index];
              return (
                <tr key={row.id} aria-rowindex={index + 2}>
                  {row.getVisibleCells().map((cell, i) => (
                    <td key={cell.id} className={columns[i].end ? 'end' : undefined}>
                      {flexRender(cell.column.columnDef.cell, cell.getContext())}
                    </td>
                  ))}
                </tr>
              );
            })}
            {below > 0 && <Spacer height={below} columns={columns.length} />}
          </tbody>
        </table>
      </div>
      <div className="foot">
        <span role="status">
          {isLoading ? T.common.loading : T.common.rows(rows.length, more?.has ?? false)}
          {sorting.length > 0 && more?.has ? `, ${T.common.sorted}` : ''}
        </span>
        <span className="foot-acts">
          {more?.has && (
            <Button size="compact-sm" variant="default" loading={more.isLoading} onClick={more.load}>
              {T.common.more}
            </Button>
          )}
          {file !== undefined && rows.length > 0 && (
            <>
              <Button
                size="compact-sm"
                variant="subtle"
                className="quiet"
                leftSection={<IconDownload size={15} aria-hidden />}
                onClick={() =>
                  saveFile(
                    `${file}.csv`,
                    csvOf(
                      columns,
                      sorted.map(({ original }) => original),
                    ),
                  )
                }
              >
                {T.common.download}
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                className="quiet"
                leftSection={<IconPrinter size={15} aria-hidden />}
                onClick={() => print()}
              >
                {T.common.print}
              </Button>
            </>
          )}
        </span>
      </div>
    </>
  );
}

const Spacer = ({ height, columns }: { height: number; columns: number }) => (
  <tr aria-hidden>
    <td className="spacer" colSpan={columns} style={{ height }} />
  </tr>
);

function toDef<Row>({ id, head, cell, value, end }: Column<Row>): ColumnDef<Row> {
  return {
    id,
    header: head,
    cell: ({ row }) => cell(row.original),
    accessorFn: value ?? (() => ''),
    enableSorting: value !== undefined,
    meta: end,
  };
}

type HeaderOf<Row> = ReturnType<ReturnType<typeof useReactTable<Row>>['getFlatHeaders']>[number];

function Head<Row>({ header }: { header: HeaderOf<Row> }) {
  const { column } = header;
  const { columnDef } = column;
  const text = String(columnDef.header);
  const order = column.getIsSorted();
  const isEnd = columnDef.meta === true;
  // A head without words is for the eyes only; screen readers get them.
  if (text === '') return <td className="headless" />;
  if (!column.getCanSort())
    return (
      <th scope="col" className={isEnd ? 'end' : undefined}>
        {text}
      </th>
    );
  const Icon = order === 'asc' ? IconChevronUp : order === 'desc' ? IconChevronDown : IconSelector;
  return (
    <th
      scope="col"
      className={isEnd ? 'end' : undefined}
      aria-sort={order === 'asc' ? 'ascending' : order === 'desc' ? 'descending' : 'none'}
    >
      <button type="button" onClick={column.getToggleSortingHandler()}>
        {text} <Icon size={13} aria-hidden className="sorticon" />
      </button>
    </th>
  );
}

/** A cell that begins like a formula is text in every program that opens the file. */
const csvCell = (value: string | number): string => {
  const text = typeof value === 'number' ? String(value) : value.replace(/^(?=[=+\-@\t\r])/, "'");
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

function csvOf<Row>(columns: Column<Row>[], rows: Row[]): string {
  const kept = columns.filter(({ value }) => value !== undefined);
  const lines = [
    kept.map(({ head }) => csvCell(head)),
    ...rows.map((row) => kept.map(({ value }) => csvCell(value?.(row) ?? ''))),
  ];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}
