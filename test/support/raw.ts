import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

export interface RawReply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** Undefined when the answer is no JSON. */
  json: Record<string, unknown> | undefined;
}

export interface RawRequest {
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}

/** A request that fetch would refuse or correct: any method, path and header as it is written. */
export function rawRequest(
  base: string,
  method: string,
  path: string,
  { headers = {}, body }: RawRequest = {},
): Promise<RawReply> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers, agent: false }, (reply) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('error', reject);
      reply.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: reply.statusCode!, headers: reply.headers, text, json: parse(text) });
      });
    });
    // The server may answer a body that is too large, and close, before all of it was sent.
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (!sent.destroyed || error.code !== 'EPIPE') reject(error);
    });
    sent.end(body);
  });
}

/** Writes bytes to the port and returns all that comes back until the other side closes. */
export function rawBytes(base: string, bytes: string, waitMs = 2000): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(waitMs, () => socket.destroy());
    socket.on('data', (data) => (text += data.toString('utf8')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
