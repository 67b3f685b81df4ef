import { Logger } from '@nestjs/common';
import { OperatorService } from '../../src/modules/auth/operator.service.js';
import { startTestApp } from '../support/app.js';

const INVALID = '{"detail":"Invalid token"}';

describe('settings that close surfaces', () => {
  it('an operator is made from PLATFORM_ADMIN_EMAIL and _PASSWORD; ORG_PUBLIC_READ=off wants a token', async () => {
    const sut = await startTestApp({
      PLATFORM_ADMIN_EMAIL: 'Root@Platform.example',
      PLATFORM_ADMIN_PASSWORD: 'PlatformSecure123!',
      ORG_PUBLIC_READ: 'off',
    });
    try {
      const service = sut.app.get(OperatorService, { strict: false });
      expect(await service.bootstrap(true)).toBeNull();
      expect(await service.bootstrap(true)).toBeNull();
      expect(await sut.master.collection('admin_users').countDocuments()).toBe(1);
      const body = { email: 'root@platform.example', password: 'PlatformSecure123!' };
      const reply = await sut.call<{ data: { access_token: string } }>('POST', '/admin/login', { body });
      const token = reply.body.data.access_token;
      expect((await sut.call('GET', '/v1/me', { token })).body).toMatchObject({ platform_operator: true });

      const closed = await sut.call('GET', '/org/get?organization_name=Nobody');
      expect([closed.status, closed.text]).toEqual([401, INVALID]);
      const open = await sut.call('GET', '/org/get?organization_name=Nobody', { token });
      expect([open.status, open.text]).toEqual([404, '{"detail":"Organization not found"}']);

      // Somebody else's account does not become the operator's, and the log of the start says why there is none.
      const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
      await service.bootstrap(true);
      expect(warn).not.toHaveBeenCalled();
      await sut.master.collection('admin_users').updateOne({}, { $set: { platform_operator: false } });
      expect(await service.bootstrap(true)).toBeNull();
      expect(warn.mock.calls).toEqual([
        [expect.stringContaining('PLATFORM_ADMIN_EMAIL is the address of an')],
      ]);
      warn.mockRestore();
      expect(await sut.master.collection('admin_users').countDocuments()).toBe(1);
    } finally {
      await sut.stop();
    }
  });
});
