import { ok, RowhouseError } from '@rowhouse/api-client';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { rowhouse } from '../lib/rowhouse';
import { ACCESS, isRefused } from '../lib/session';
import { addOrder, signOut } from './actions';

export default async function OrdersPage() {
  const token = (await cookies()).get(ACCESS)?.value;
  if (token === undefined) redirect('/sign-in');
  const { account, orders } = await read(token);
  return (
    <main>
      <h1>Orders of {account.organizations.find(({ id }) => id === account.organization_id)?.name}</h1>
      <ul>
        {orders.map((order) => (
          <li key={String(order._id)}>{String(order['customer'])}</li>
        ))}
      </ul>
      <form action={addOrder}>
        <label>
          Customer <input name="customer" required maxLength={100} />
        </label>{' '}
        <button>Add</button>
      </form>
      <form action={signOut}>
        <p>
          {account.email} ({account.role}) <button>Sign out</button>
        </p>
      </form>
    </main>
  );
}

/** The token says whose orders: no request names an organization. */
async function read(token: string) {
  const client = rowhouse(token);
  const query = { sort: '-_id', limit: 50 };
  const params = { path: { collection: 'orders' }, query };
  try {
    const [account, { items: orders }] = await Promise.all([
      ok(client.GET('/v1/me')),
      ok(client.GET('/v1/data/{collection}', { params })),
    ]);
    return { account, orders };
  } catch (error) {
    if (error instanceof RowhouseError && isRefused(error.status)) redirect('/sign-in');
    throw error;
  }
}
