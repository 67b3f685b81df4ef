import { AppError } from '../../common/errors/app-error.js';
import type { OutgoingPost } from '../../common/egress/outgoing-post.js';

/** Where requests may go, in its canonical form. @throws AppError request.invalid naming the field */
export function judgedUrl(outgoing: OutgoingPost, text: string, field = 'url'): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const fault = url === undefined ? 'must be a URL' : outgoing.fault(url);
  if (url === undefined || fault !== undefined) {
    throw new AppError('request.invalid', { errors: { [field]: `${field} ${fault}` } });
  }
  url.hash = '';
  return url.href;
}
