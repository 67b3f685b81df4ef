import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { AppError } from '../../../common/errors/app-error.js';
import type { ReturnTo } from '../../../common/request-scope.js';
import { BrandingService } from '../branding.service.js';

interface Request {
  body?: { return_to?: unknown };
  actor?: { organizationId?: string };
  returnTo?: ReturnTo;
  leadsTo?: ReturnTo;
}

const REFUSAL =
  'return_to must be an address that the installation (RETURN_ADDRESSES) or the organization (branding) allows';

/** Checks `return_to` before anything is done. */
@Injectable()
class ReturnToInterceptor implements NestInterceptor {
  constructor(private readonly branding: BrandingService) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>() as unknown as Request;
    const given = request.body?.return_to;
    if (given !== undefined && given !== null) {
      const orgId = request.actor?.organizationId;
      const address = await this.branding.allowedReturn(given, orgId);
      if (address === null) throw new AppError('request.invalid', { errors: { return_to: REFUSAL } });
      request.returnTo = { address, orgId };
    }
    return next.handle();
  }
}

/** Names the address in the answer, if it is still allowed: lists change while mails are on their way. */
@Injectable()
class LeadsBackInterceptor implements NestInterceptor {
  constructor(private readonly branding: BrandingService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>() as unknown as Request;
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        const { leadsTo } = request;
        const address = leadsTo && (await this.branding.allowedReturn(leadsTo.address, leadsTo.orgId));
        if (address) http.getResponse<FastifyReply>().header('return-to', address);
        return answer;
      }),
    );
  }
}

/** A route that mails a link: `return_to` of its body says where the page behind the link leads on to. */
export const MailsLink = (): MethodDecorator => UseInterceptors(ReturnToInterceptor);

/** A route that uses the code of a mailed link: header `Return-To` of its answer says where the product is. */
export const LeadsBack = (): MethodDecorator => UseInterceptors(LeadsBackInterceptor);
