import { ok, type RowhouseClient, RowhouseError } from '@rowhouse/api-client';
import { useClient, useRead } from '@rowhouse/react';
import { useEffect } from 'react';

/** The token says whose orders: no request names an organization. */
async function readOrders(client: RowhouseClient, signal: AbortSignal) {
  const params = { path: { collection: 'orders' }, query: { sort: '-_id', limit: 50 } };
  return (await ok(client.GET('/v1/data/{collection}', { params, signal }))).items;
}

export function Orders({ onRefused }: { onRefused: () => Promise<void> }) {
  const client = useClient();
  const { data: orders = [], error, reload } = useRead(readOrders);
  useEffect(() => {
    if (error instanceof RowhouseError && error.status === 403) void onRefused();
  }, [error, onRefused]);
  const add = async (form: FormData) => {
    const params = { path: { collection: 'orders' } };
    const body = { customer: form.get('customer') };
    await ok(client.POST('/v1/data/{collection}', { params, body }));
  };
  return (
    <section>
      <h2>Orders</h2>
      <ul>
        {orders.map((order) => (
          <li key={String(order._id)}>{String(order['customer'])}</li>
        ))}
      </ul>
      <form action={(form) => add(form).then(reload, reload)}>
        <label>
          Customer <input name="customer" required maxLength={100} />
        </label>{' '}
        <button>Add</button>
      </form>
      <p role="alert">{error?.message}</p>
    </section>
  );
}
