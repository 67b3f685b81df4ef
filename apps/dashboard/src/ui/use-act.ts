import { useMutation, useQueryClient } from '@tanstack/react-query';
import { sayFailed } from './notify.js';

/** An act of a button: what it may have changed is asked for again, and a failure is said. */
export function useAct<Input, Output>(
  act: (input: Input) => Promise<Output>,
  { changes, done }: { changes: readonly unknown[][]; done?: (output: Output, input: Input) => void },
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async (output, input) => {
      done?.(output, input);
      await Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
    onError: sayFailed,
  });
}
