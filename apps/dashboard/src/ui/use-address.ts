import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';

/** A field whose value stands in the address, so that a link leads to the same view. */
export function useAddress(name: string): [value: string, set: (value: string) => void] {
  const [params, setParams] = useSearchParams();
  const set = (value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return [params.get(name) ?? '', set];
}

/** The same for a field that is typed in: the address follows a moment later. */
export function useTypedAddress(name: string) {
  const [value, setValue] = useAddress(name);
  const [typed, setTyped] = useState(value);
  const [settled] = useDebouncedValue(typed, 250);
  useEffect(() => {
    if (settled !== value) setValue(settled);
    // Only what was typed moves the address.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- setValue is new with each render
  }, [settled]);
  return { typed, setTyped, value };
}
