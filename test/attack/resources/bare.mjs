// A server that does nothing: what the machine itself costs beside a load.
import { createServer } from 'node:http';

const server = createServer((_request, response) => response.end('{"status":"ok"}'));
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
