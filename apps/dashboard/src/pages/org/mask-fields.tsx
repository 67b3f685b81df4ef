import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconEyeOff, IconX } from '@tabler/icons-react';
import { T } from '../../texts/en.js';

const text = T.branches;
type Kind = keyof typeof text.kinds;
const KINDS = Object.entries(text.kinds).map(([value, label]) => ({ value, label }));

/** As it is typed. */
export interface MaskRow {
  collection: string;
  fields: string;
  kind: Kind;
}

export const maskOf = ({ collection, fields, kind }: MaskRow) =>
  kind === 'empty'
    ? { collection, with: 'remove' as const, empty: true }
    : {
        collection,
        fields: fields
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== ''),
        with: kind,
      };

interface MaskFieldsProps {
  rows: MaskRow[];
  collections: string[];
  onChange: (rows: MaskRow[]) => void;
}

/** What is left out of a copy, field by field. */
export function MaskFields({ rows, collections, onChange }: MaskFieldsProps) {
  const change = (index: number, part: Partial<MaskRow>) =>
    onChange(rows.map((one, i) => (i === index ? { ...one, ...part } : one)));
  const names = [
    { value: '*', label: text.everyCollection },
    ...collections.map((value) => ({ value, label: value })),
  ];
  return (
    <fieldset className="masks">
      <legend>{text.masks}</legend>
      <p className="two">{text.masksText}</p>
      {rows.map((row, index) => (
        <div className="mask" key={index}>
          <Select
            label={text.collection}
            allowDeselect={false}
            searchable
            data={names}
            value={row.collection}
            onChange={(value) => change(index, { collection: value ?? '*' })}
          />
          <Select
            label={text.with}
            allowDeselect={false}
            data={KINDS}
            value={row.kind}
            onChange={(value) => change(index, { kind: (value ?? 'remove') as Kind })}
          />
          {row.kind !== 'empty' && (
            <TextInput
              className="wide"
              label={text.fields}
              placeholder={text.fieldsHint}
              required
              withAsterisk={false}
              value={row.fields}
              onChange={(event) => change(index, { fields: event.currentTarget.value })}
            />
          )}
          <ActionIcon
            variant="subtle"
            className="quiet"
            size={36}
            aria-label={text.removeMask}
            onClick={() => onChange(rows.filter((_, i) => i !== index))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconEyeOff size={15} aria-hidden />}
        onClick={() => onChange([...rows, { collection: '*', fields: '', kind: 'remove' }])}
      >
        {text.addMask}
      </Button>
    </fieldset>
  );
}
