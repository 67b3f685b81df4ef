import { eachItem, type RowhouseClient } from '@rowhouse/api-client';
import { useRead } from '@rowhouse/react';

interface Member {
  id: string;
  email: string;
  role: string;
}

/** All of them, page by page. */
async function readMembers(client: RowhouseClient, signal: AbortSignal): Promise<Member[]> {
  const members: Member[] = [];
  const pages = eachItem((cursor) => client.GET('/v1/members', { params: { query: { cursor } }, signal }));
  for await (const { id, email, role } of pages) members.push({ id, email, role });
  return members;
}

export function Members() {
  const { data: members = [], error } = useRead(readMembers);
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
      <p role="alert">{error?.message}</p>
    </section>
  );
}
