import { Textarea } from '@mantine/core';
import { parseDocument } from '../data/values.js';
import { T } from '../texts/en.js';

interface JsonFieldProps {
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
  minRows?: number;
  readOnly?: boolean;
}

/** A field for a JSON object: it says where the text goes wrong while it is typed. */
export function JsonField({
  label,
  description,
  value,
  onChange,
  minRows = 12,
  readOnly = false,
}: JsonFieldProps) {
  const parsed = parseDocument(value, T.data.document.notObject);
  const error =
    'value' in parsed
      ? undefined
      : `${T.data.document.invalid(parsed.line, parsed.column)}: ${parsed.reason}`;
  return (
    <Textarea
      className="editor"
      label={label}
      description={description}
      autosize
      minRows={minRows}
      maxRows={28}
      spellCheck={false}
      autoComplete="off"
      readOnly={readOnly}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
