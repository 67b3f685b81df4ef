export const USAGE = {
  title: 'Requests by the hour',
  requests: 'Requests by the hour',
  storage: 'Storage by the hour',
  total: (count: number): string => `${count.toLocaleString('en')} in 48 hours`,
};
