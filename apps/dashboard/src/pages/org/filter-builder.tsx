import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconFilterPlus, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { T } from '../../texts/en.js';
import { isObject, type Json } from '../../data/values.js';

const text = T.data.filter;
type Operator = keyof typeof text.operators;
interface Condition {
  field: string;
  operator: Operator;
  value: string;
}

interface FilterProps {
  filter: string;
  sort: string;
  onFilter: (filter: string) => void;
  onSort: (sort: string) => void;
}

/** Conditions that all have to hold; the address keeps them as the filter of the API. */
export function FilterBuilder({ filter, sort, onFilter, onSort }: FilterProps) {
  const [conditions, setConditions] = useState(() => conditionsOf(filter));
  const [order, setOrder] = useState(sort);
  const change = (index: number, part: Partial<Condition>) =>
    setConditions((before) => before.map((one, i) => (i === index ? { ...one, ...part } : one)));
  const apply = (event: FormEvent) => {
    event.preventDefault();
    onFilter(filterOf(conditions));
    if (order !== sort) setTimeout(() => onSort(order));
  };
  return (
    <form onSubmit={apply} aria-label={text.title}>
      {conditions.map((one, index) => (
        <div className="tools condition" key={index}>
          <TextInput
            className="grow"
            label={text.field}
            required
            withAsterisk={false}
            value={one.field}
            onChange={(event) => change(index, { field: event.currentTarget.value })}
          />
          <Select
            label={text.operator}
            allowDeselect={false}
            data={Object.entries(text.operators).map(([value, label]) => ({ value, label }))}
            value={one.operator}
            onChange={(value) => change(index, { operator: (value ?? 'eq') as Operator })}
          />
          <TextInput
            className="grow"
            label={text.value}
            placeholder={text.valueHint}
            value={one.value}
            onChange={(event) => change(index, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            className="quiet"
            size={36}
            aria-label={text.remove}
            onClick={() => setConditions((before) => before.filter((_, i) => i !== index))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <div className="tools">
        <TextInput
          label={text.sort}
          placeholder={text.sortHint}
          className="grow sort"
          value={order}
          onChange={(event) => setOrder(event.currentTarget.value)}
        />
        <Button
          variant="default"
          leftSection={<IconFilterPlus size={16} aria-hidden />}
          onClick={() => setConditions((before) => [...before, { field: '', operator: 'eq', value: '' }])}
        >
          {text.add}
        </Button>
        <Button type="submit">{text.apply}</Button>
        {filter !== '' && (
          <Button
            variant="subtle"
            className="quiet"
            onClick={() => {
              setConditions([]);
              onFilter('');
            }}
          >
            {text.clear}
          </Button>
        )}
      </div>
    </form>
  );
}

/** JSON where it is JSON, and text where it is not. */
function valueOf(value: string): Json {
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

function filterOf(conditions: Condition[]): string {
  const parts = conditions
    .filter(({ field }) => field !== '')
    .map(({ field, operator, value }) => ({
      [field]: { [operator]: operator === 'prefix' ? value : valueOf(value) },
    }));
  if (parts.length === 0) return '';
  return JSON.stringify(parts.length === 1 ? parts[0] : { and: parts });
}

/** The conditions of a filter that this form wrote; another one is kept in the address and not shown in fields. */
function conditionsOf(filter: string): Condition[] {
  const parsed = filter === '' ? undefined : valueOf(filter);
  if (!isObject(parsed)) return [];
  const parts = Array.isArray(parsed['and']) ? parsed['and'] : [parsed];
  return parts.flatMap((part) =>
    isObject(part)
      ? Object.entries(part).flatMap(([field, condition]) =>
          isObject(condition)
            ? Object.entries(condition)
                .filter(([operator]) => operator in text.operators)
                .map(([operator, value]) => ({
                  field,
                  operator: operator as Operator,
                  value: typeof value === 'string' ? value : JSON.stringify(value),
                }))
            : [{ field, operator: 'eq' as const, value: JSON.stringify(condition) }],
        )
      : [],
  );
}
