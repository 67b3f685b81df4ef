import { eachItem } from '@rowhouse/api-client';
import { rowhouse } from './session';
import { useLoaded } from './use-loaded';

interface Member {
  id: string;
  email: string;
  role: string;
}

/** All of them, page by page. */
async function readMembers(): Promise<Member[]> {
  const members: Member[] = [];
  const pages = eachItem((cursor) => rowhouse.GET('/v1/members', { params: { query: { cursor } } }));
  for await (const { id, email, role } of pages) members.push({ id, email, role });
  return members;
}

export function Members({ onRefused }: { onRefused: () => void }) {
  const { loaded: members = [], message } = useLoaded(readMembers, onRefused);
  return (
    <section>
      <h2>Members</h2>
      <ul>
        {members.map(({ id, email, role }) => (
          <li key={id}>
            {email}: {role}
          </li>
        ))}
      </ul>
      <p role="alert">{message}</p>
    </section>
  );
}
