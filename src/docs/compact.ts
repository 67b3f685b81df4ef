import type { OpenAPIObject } from '@nestjs/swagger';
import { namesOfAnswer, namesOfExample, namesOfHeader, namesOfParameter } from './component-names.js';
import type { Answer, Media } from './failures.js';
import { type Operation, operationsOf } from './operations.js';

type Kind = 'responses' | 'parameters' | 'headers' | 'examples';
/** Is shown each part that may become a component; answers with what stands in its place. */
type Visit = (kind: Kind, names: readonly string[], part: object) => object;
interface Occurrence {
  kind: Kind;
  names: readonly string[];
  text: string;
}

/**
 * The same document with what it says more than once in `components`, under a name made of what it says.
 * @param document without references but those to schemas; it is not changed
 */
export function compactDocument(document: OpenAPIObject): OpenAPIObject {
  // Answers first, so that a header or an example of a shared answer counts once.
  return share(share(document, ['responses']), ['parameters', 'headers', 'examples']);
}

function share(document: OpenAPIObject, kinds: readonly Kind[]): OpenAPIObject {
  const occurrences: Occurrence[] = [];
  rewrite(document, (kind, names, part) => {
    if (kinds.includes(kind)) occurrences.push({ kind, names, text: JSON.stringify(part) });
    return part;
  });
  const chosen = chooseNames(occurrences);
  const components: Partial<Record<Kind, Record<string, object>>> = {};
  const rewritten = rewrite(document, (kind, names, part) => {
    const name = chosen.get(keyOf({ kind, names, text: JSON.stringify(part) }));
    if (name === undefined) return part;
    (components[kind] ??= {})[name] = part;
    return { $ref: `#/components/${kind}/${name}` };
  });
  const sorted = Object.entries(components).map(([kind, parts]): [string, object] => [
    kind,
    Object.fromEntries(Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1))),
  ]);
  return { ...rewritten, components: { ...rewritten.components, ...Object.fromEntries(sorted) } };
}

const keyOf = ({ kind, names, text }: Occurrence): string => JSON.stringify([kind, names, text]);

/**
 * The name of each occurrence that is one of several. A name is given to one meaning: the only one, or the one of
 * more than half of those that could have it. The others try a longer name.
 */
function chooseNames(occurrences: readonly Occurrence[]): Map<string, string> {
  const chosen = new Map<string, string>();
  const taken = new Set<string>();
  const levels = Math.max(0, ...occurrences.map(({ names }) => names.length));
  for (let level = 0; level < levels; level += 1) {
    const open = occurrences.filter((one) => level < one.names.length && !chosen.has(keyOf(one)));
    for (const [name, members] of grouped(open, ({ kind, names }) => `${kind}/${names[level]}`)) {
      const most = mostOf(members);
      if (taken.has(name) || most.length < 2 || most.length * 2 <= members.length) continue;
      taken.add(name);
      for (const member of most) chosen.set(keyOf(member), member.names[level]);
    }
  }
  return chosen;
}

/** The largest set of occurrences that say the same. */
const mostOf = (members: readonly Occurrence[]): Occurrence[] =>
  [...grouped(members, ({ text }) => text).values()].reduce((a, b) => (b.length > a.length ? b : a));

function grouped(
  occurrences: readonly Occurrence[],
  by: (occurrence: Occurrence) => string,
): Map<string, Occurrence[]> {
  const groups = new Map<string, Occurrence[]>();
  for (const occurrence of occurrences) {
    groups.set(by(occurrence), [...(groups.get(by(occurrence)) ?? []), occurrence]);
  }
  return groups;
}

/** A copy of the document with each part replaced, the inner ones first. */
function rewrite(document: OpenAPIObject, visit: Visit): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]): [string, object] => [
    path,
    {
      ...item,
      ...Object.fromEntries(
        operationsOf(item).map(([method, operation]) => [method, rewriteOperation(operation, path, visit)]),
      ),
    },
  ]);
  const { responses } = document.components ?? {};
  const shared = responses && {
    responses: mapValues(responses, (answer) => rewriteAnswer(answer as Answer, visit)),
  };
  return {
    ...document,
    paths: Object.fromEntries(paths),
    components: { ...document.components, ...shared },
  } as OpenAPIObject;
}

function rewriteOperation(operation: Operation, path: string, visit: Visit): object {
  const responses = mapValues(operation.responses, (answer) => {
    if ('$ref' in answer) return answer;
    return visit('responses', namesOfAnswer(answer), rewriteAnswer(answer, visit));
  });
  const { parameters } = operation;
  if (!parameters) return { ...operation, responses };
  const rewritten = parameters.map((parameter) =>
    visit('parameters', namesOfParameter(parameter.name, path), parameter),
  );
  return { ...operation, parameters: rewritten, responses };
}

function rewriteAnswer(answer: Answer, visit: Visit): Answer {
  const { headers, content } = answer;
  return {
    ...answer,
    ...(headers && {
      headers: mapValues(headers, (header, name) => visit('headers', namesOfHeader(name), header)),
    }),
    ...(content && { content: mapValues(content, (media) => rewriteMedia(media, visit)) }),
  };
}

function rewriteMedia(media: Media, visit: Visit): Media {
  if (!media.examples) return media;
  const examples = mapValues(media.examples as Record<string, object>, (example, code) =>
    visit('examples', namesOfExample(code, example, media), example),
  );
  return { ...media, examples };
}

function mapValues<From, To>(
  record: Record<string, From>,
  map: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
