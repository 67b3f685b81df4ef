import { Rowhouse } from '@rowhouse/react';

// The access token is in the memory of the page, and gone with it. The refresh token is in a cookie that scripts
// cannot read and that is sent to /v1/sessions only. All tabs share one session.
export const rowhouse = new Rowhouse(window.location.origin);
