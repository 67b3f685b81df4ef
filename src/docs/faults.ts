import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

type Constructor = abstract new (...args: never[]) => object;

/** What DtoPipe says of anything but an object; the sample of a body whose fields are all optional. */
const NOT_AN_OBJECT = { body: 'Request body must be a JSON object' };
/** As in DtoPipe: tsc writes Function, and swc Object, for a class that is only imported as a type. */
const UNCHECKED = new Set<unknown>([undefined, String, Number, Boolean, Array, Object, Function]);

/** What a handler answers to an empty body, in the words of its DTO; undefined when no DTO checks the body. */
export function faultsOfEmptyBody(
  controller: Constructor,
  method: string,
): Record<string, string> | undefined {
  const type = bodyType(controller, method);
  if (UNCHECKED.has(type)) return undefined;
  const dto: object = plainToInstance(type as new () => object, {});
  const faults = validateSync(dto, { forbidUnknownValues: true, stopAtFirstError: true });
  const first = faults[0];
  return first?.constraints ? { [first.property]: Object.values(first.constraints)[0] } : NOT_AN_OBJECT;
}

function bodyType(controller: Constructor, method: string): unknown {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    { pipes?: unknown[] }
  >;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) ??
    []) as unknown[];
  const body = Object.keys(parameters).find((key) => key.startsWith(`${RouteParamtypes.BODY}:`));
  if (body === undefined) return undefined;
  // A pipe that checks the body in DtoPipe's place names the class it checks it by.
  const own = parameters[body]?.pipes?.find((pipe) => typeof pipe === 'function' && 'dto' in pipe);
  return own === undefined ? types[Number(body.split(':')[1])] : (own as { dto: unknown }).dto;
}
