import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const [toBrotli, toGzip] = [promisify(brotliCompress), promisify(gzip)];
/** 11 would take seconds for the script of Swagger UI and save a tenth of its size. */
const BROTLI_QUALITY = 6;

/** How long a browser may keep a file. */
export const CACHING = {
  /** It asks each time, and gets 304 while nothing has changed. */
  asked: 'no-cache',
  /** Its address changes with its content. */
  forever: 'public, max-age=31536000, immutable',
} as const;

interface Forms {
  readonly etag: string;
  readonly identity: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
}

/** A file that is the same for everybody: made and compressed with the first request, then sent from memory. */
export class ServedFile {
  private forms?: Promise<Forms>;

  constructor(
    private readonly type: string,
    private readonly caching: string,
    private readonly content: () => Buffer | string,
  ) {}

  readonly send = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const forms = await this.make();
    const headers = { etag: forms.etag, 'cache-control': this.caching, vary: 'accept-encoding' };
    reply.headers(headers).type(this.type);
    const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    if (known?.some((tag) => tag === forms.etag || tag === '*')) return reply.code(304).send();
    const encoding = encodingOf(request.headers['accept-encoding']);
    if (encoding !== 'identity') reply.header('content-encoding', encoding);
    return reply.send(forms[encoding]);
  };

  private make(): Promise<Forms> {
    this.forms ??= this.compress().catch((error: unknown) => {
      this.forms = undefined; // the next request tries again
      throw error;
    });
    return this.forms;
  }

  private async compress(): Promise<Forms> {
    const identity = Buffer.from(this.content());
    const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
    const [gzipped, br] = await Promise.all([toGzip(identity), toBrotli(identity, { params })]);
    const etag = `"${createHash('sha256').update(identity).digest('base64url').slice(0, 27)}"`;
    return { etag, identity, gzip: gzipped, br };
  }
}

/** The smallest form that the client takes (RFC 9110, section 12.5.3). */
function encodingOf(accepted = ''): 'br' | 'gzip' | 'identity' {
  const codings = accepted.split(',').map((coding) => coding.trim().toLowerCase());
  const takes = (name: string): boolean =>
    codings.some((coding) => coding.split(';')[0]?.trim() === name && !/;\s*q=0(\.0*)?$/.test(coding));
  if (takes('br')) return 'br';
  return takes('gzip') ? 'gzip' : 'identity';
}
