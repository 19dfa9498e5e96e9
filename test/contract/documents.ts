/**
 * The documents that the mock server is given: the specifications as they are, but for what Prism 5.16 cannot take. They
 * are made when the tests run, and are in no repository.
 */
import { isObject } from '../../src/sources/peering-api/json-door.ts';
import { type DocumentName, documents } from './specification.ts';
import { objectIn, stored } from './stored.ts';

type Json = Readonly<Record<string, unknown>>;

/** Properties that may be missing are missing at times, and lists may be empty: not so by Prism's own choice. */
const generator = { alwaysFakeOptionals: false, optionalsProbability: null, fixedProbabilities: false };

/** One of the documents. */
export function documentFor(name: DocumentName): Json {
  const specification = objectOf(stored(...documents[name]));
  const changed = name === 'peering' ? withExamples(specification) : withIds(generable(specification), name);
  return { ...objectOf(changed), 'x-json-schema-faker': generator };
}

/** Examples are referred to as `x-ms-examples`, which Prism does not know: they go to where OpenAPI 2 has them. */
function withExamples(specification: Json): Json {
  return { ...specification, paths: mapped(objectOf(specification.paths), item => mapped(item, withItsExample)) };
}

function withItsExample(operation: Json): Json {
  const { 'x-ms-examples': references, ...rest } = operation;
  const [reference] = Object.values(isObject(references) ? references : {});
  if (!isObject(reference) || typeof reference.$ref !== 'string') return rest;
  const example = objectIn(stored('spec', reference.$ref)).fields('responses');
  const responses = objectOf(rest.responses);
  const shown = Object.entries(responses).map(([status, response]) => {
    const body = example.fields(status).raw('body');
    const isShown = body !== undefined && isObject(response);
    return [status, isShown ? { ...response, examples: { 'application/json': body } } : response] as const;
  });
  return { ...rest, responses: Object.fromEntries(shown) };
}

const idSegments = ['subscriptionId', 'resourceGroupName', 'provider', 'type', 'name'];

/**
 * `{resourceUri}` stands for a whole resource id, with the slashes in it, which OpenAPI has no words for: Prism compares
 * segment by segment, and with regard to case.
 */
function withIds(specification: Json, name: DocumentName): Json {
  const path =
    '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/{provider}/{type}/{name}' +
    `/providers/Microsoft.Insights/${name}`;
  const [item] = Object.values(objectOf(specification.paths));
  const operations = mapped(objectOf(item), operation => {
    const parameters = Array.isArray(operation.parameters) ? operation.parameters : [];
    const others = parameters.filter(
      each => objectIn(each).raw('$ref') !== '#/components/parameters/ResourceUriParameter',
    );
    const segments = idSegments.map(segment => ({
      name: segment,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }));
    return { ...operation, parameters: [...others, ...segments] };
  });
  return { ...specification, paths: { [path]: operations } };
}

const duration = '^P(T[1-9][0-9]?[MH]|[1-9][0-9]?D)$';

/** Prism generates no durations, and no whole numbers of the type `number`, but finds fault with its own answer then. */
function generable(value: unknown): Json {
  const components = objectOf(objectOf(value).components);
  return { ...objectOf(value), components: { ...components, schemas: generableIn(components.schemas) } };
}

function generableIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(generableIn);
  if (!isObject(value)) return value;
  if (value.type === 'string' && value.format === 'duration') return { type: 'string', pattern: duration };
  if (value.type === 'number' && value.format === 'int32') return { ...value, type: 'integer' };
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, generableIn(part)]));
}

function objectOf(value: unknown): Json {
  if (!isObject(value)) throw new Error('this should have been an object');
  return value;
}

const mapped = (object: Json, change: (part: Json) => Json): Json =>
  Object.fromEntries(Object.entries(object).map(([name, part]) => [name, change(objectOf(part))]));
