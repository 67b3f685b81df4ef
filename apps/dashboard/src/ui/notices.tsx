import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';

/** Where `say` speaks; fetched after the sign-in. */
export const Notices = () => <Notifications position="bottom-right" />;
