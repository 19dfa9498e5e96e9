/** The specifications as this suite reads them itself, apart from the mock server. */
import { z } from 'zod';
import { stored } from './stored.ts';

const parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  'x-ms-skip-url-encoding': z.boolean().optional(),
  schema: z.object({ $ref: z.string().optional() }).optional(),
});
const document = z.object({
  info: z.object({ version: z.string() }),
  parameters: z.record(z.string(), parameter).optional(),
  definitions: z.record(z.string(), z.object({ properties: z.record(z.string(), z.unknown()).optional() })).optional(),
  components: z.object({ parameters: z.record(z.string(), parameter) }).optional(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        parameters: z.array(z.union([z.object({ $ref: z.string() }), parameter])).optional(),
      }),
    ),
  ),
});

/** The three documents: of Microsoft.Peering, and of Azure Monitor. */
export const documents = {
  peering: ['spec', 'peering-2025-05-01.json'],
  metrics: ['monitor', 'monitor-metrics_API.openapi3.json'],
  metricDefinitions: ['monitor', 'monitor-metricDefinitions_API.openapi3.json'],
} as const;

/** The name of one of them. */
export type DocumentName = keyof typeof documents;

/** An operation of a specification. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** Of the document that it is in: what api-version must be. */
  readonly version: string;
  /** Names of what its query may have. */
  readonly query: ReadonlySet<string>;
  /** Names of what the object in its body may have. */
  readonly body: ReadonlySet<string>;
  /** True for a path that is this operation's. */
  readonly matches: (path: string) => boolean;
}

/** Every operation of a document. */
export function operationsOf(name: DocumentName): readonly Operation[] {
  const { info, parameters = {}, definitions = {}, components, paths } = document.parse(stored(...documents[name]));
  const shared = new Map(Object.entries({ ...parameters, ...components?.parameters }));
  const resolved = (one: { readonly $ref: string } | z.infer<typeof parameter>): z.infer<typeof parameter> => {
    if (!('$ref' in one)) return one;
    const found = shared.get(nameIn(one.$ref));
    if (found === undefined) throw new Error(`the specification has no ${one.$ref}`);
    return found;
  };
  return Object.entries(paths).flatMap(([template, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const all = (operation.parameters ?? []).map(resolved);
      const pattern = patternOf(template, new Set(all.filter(isWhole).map(each => each.name)));
      return {
        id: operation.operationId,
        method: method.toUpperCase(),
        version: info.version,
        query: new Set(all.filter(each => each.in === 'query').map(each => each.name)),
        body: new Set(all.flatMap(each => Object.keys(definitions[nameIn(each.schema?.$ref ?? '')]?.properties ?? {}))),
        matches: path => pattern.test(path),
      };
    }),
  );
}

const nameIn = (reference: string): string => reference.split('/').at(-1) ?? '';

/** A parameter of the path that is a whole resource id, with the slashes in it. */
const isWhole = (one: z.infer<typeof parameter>): boolean => one['x-ms-skip-url-encoding'] === true;

/** Azure Resource Manager reads paths without regard to case. */
function patternOf(template: string, whole: ReadonlySet<string>): RegExp {
  const parts = template.split(/(\{[^}]+\})/).map(part => {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return whole.has(name) ? '.+' : '[^/]+';
  });
  return new RegExp(`^${parts.join('')}$`, 'i');
}
