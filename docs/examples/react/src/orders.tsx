import { ok } from '@rowhouse/api-client';
import { rowhouse } from './session';
import { useLoaded } from './use-loaded';

/** The token says whose orders: no request names an organization. */
async function readOrders() {
  const params = { path: { collection: 'orders' }, query: { sort: '-_id', limit: 50 } };
  return (await ok(rowhouse.GET('/v1/data/{collection}', { params }))).items;
}

async function addOrder(form: FormData): Promise<void> {
  const params = { path: { collection: 'orders' } };
  const body = { customer: form.get('customer') };
  await ok(rowhouse.POST('/v1/data/{collection}', { params, body }));
}

export function Orders({ onRefused }: { onRefused: () => void }) {
  const { loaded: orders = [], message, reload } = useLoaded(readOrders, onRefused);
  return (
    <section>
      <h2>Orders</h2>
      <ul>
        {orders.map((order) => (
          <li key={String(order._id)}>{String(order['customer'])}</li>
        ))}
      </ul>
      <form action={(form) => addOrder(form).then(reload, reload)}>
        <label>
          Customer <input name="customer" required maxLength={100} />
        </label>{' '}
        <button>Add</button>
      </form>
      <p role="alert">{message}</p>
    </section>
  );
}
