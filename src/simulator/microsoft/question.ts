/** A request as the pure part of the API sees it. */
import type { World } from '../world.ts';
import type { Limit, Said } from './answer.ts';

/** An HTTP request. */
export interface Question {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  readonly authorization: string | null;
  readonly body: string;
  /** Where this API is reached, such as `http://127.0.0.1:8080`: for links that lead back to it. */
  readonly base: string;
}

/** What a handler may look at. */
export interface Asked {
  readonly world: World;
  /** Segments of the path that the route names. */
  readonly named: ReadonlyMap<string, string>;
  readonly url: URL;
  readonly body: string;
  /** Whether a registered prefix is being checked again. */
  readonly isChecked: (prefix: string) => boolean;
}

/** A path of the API, and what answers there. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** Segments; one that begins with `:` is named and takes anything. */
  readonly path: string;
  readonly limit: Limit;
  readonly say: (asked: Asked) => Said;
}

/** A named segment of the path. */
export const nameOf = (asked: Asked, name: string): string => asked.named.get(name) ?? '';
/** A field of the query; Azure does not mind the case of its name. */
export const fieldOf = ({ url }: Asked, name: string): string | null => {
  for (const [key, value] of url.searchParams) if (key.toLowerCase() === name.toLowerCase()) return value;
  return null;
};
