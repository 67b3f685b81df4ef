import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long, and how much, of a body that nobody wants is still taken off the wire after its answer. */
const LINGER_MS = 3000;
const LINGER_BYTES = 32 * 1024 * 1024;
/** How often the amount is looked at. Unit: milliseconds. */
const LOOK_MS = 50;

const lingering = new WeakSet<Socket>();

/** The connection was answered for the last time: what still comes in on it is no request. */
export const isLingering = (socket: Socket | null): boolean => socket !== null && lingering.has(socket);

/**
 * Lets a client read the answer to a body that was not read. Closing at once, as Node does, makes the kernel send a
 * reset over the bytes that are still on their way, and the reset overtakes the answer: the client sees EPIPE. So the
 * sending side is closed, and the rest is thrown away for a bounded time and size (RFC 9112, section 9.6).
 * To be called before the answer is sent; nothing happens when the body was read.
 */
export function lingerOverUnreadBody(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  if (request.complete || lingering.has(socket)) return;
  response.setHeader('connection', 'close');
  // Node calls this, once, when the last answer of a connection is written.
  socket.destroySoon = () => linger(request, socket);
}

function linger(request: IncomingMessage, socket: Socket): void {
  lingering.add(socket);
  const end = () => socket.destroy();
  const read = socket.bytesRead;
  const look = setInterval(() => {
    if (socket.bytesRead - read > LINGER_BYTES) end();
  }, LOOK_MS);
  const cut = setTimeout(end, LINGER_MS);
  socket.once('close', () => {
    clearInterval(look);
    clearTimeout(cut);
  });
  socket.end();
  if (request.complete) end();
  else request.once('end', end).once('close', end).resume();
}
