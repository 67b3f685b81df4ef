import { ok, RowhouseError } from '@rowhouse/api-client';
import { type NextRequest, NextResponse } from 'next/server';
import { rowhouse } from './lib/rowhouse';
import { ACCESS, keep, REFRESH } from './lib/session';

/**
 * Pages cannot set cookies, so the access token is renewed before they run. A refresh token works once; for ten
 * seconds after, Rowhouse gives requests that came at the same time the same successor.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const refreshToken = request.cookies.get(REFRESH)?.value;
  if (request.cookies.has(ACCESS) || refreshToken === undefined) return NextResponse.next();
  try {
    const tokens = await ok(
      rowhouse().POST('/v1/sessions/refresh', { body: { refresh_token: refreshToken } }),
    );
    request.cookies.set(ACCESS, tokens.access_token); // for the page of this request
    const response = NextResponse.next({ request: { headers: request.headers } });
    keep(response.cookies, tokens);
    return response;
  } catch (error) {
    const isOver = error instanceof RowhouseError && error.status === 401;
    if (!isOver) return new NextResponse('Signing in does not work for the moment.', { status: 503 });
    const response = NextResponse.redirect(new URL('/sign-in', request.url));
    response.cookies.delete(REFRESH);
    return response;
  }
}

/** The pages of people; /api has tokens in its header. */
export const config = { matcher: ['/'] };
