/** The whole body of an error of /v1. */
export const problem = (status: number, code: string, title: string, instance: string, more = {}) => ({
  type: `/docs/errors#${code}`,
  title,
  status,
  code,
  instance,
  request_id: expect.any(String) as string,
  ...more,
});
