import { notifications } from '@mantine/notifications';
import { T } from '../texts/en.js';
import { sayError } from './problem.js';

export const say = (message: string): void => void notifications.show({ message, color: 'row' });

export function sayFailed(error: unknown): void {
  const { title, next } = sayError(error);
  notifications.show({ title, message: next ?? T.errors.title, color: 'red', autoClose: 12_000 });
}
