/**
 * YAML text to plain data that remembers where everything stood. The tree is walked here instead of by the library's
 * `toJS`: one walk gives the data, the positions, duplicate keys with their path, and a bound on what aliases unfold to.
 */
import { CST, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, parseAllDocuments } from 'yaml';
import { type DataPath, type Problem, pathText } from './problem.ts';
import { syntaxMessage } from './syntax.ts';

/** Where a key and its value begin; list entries have no key. */
interface Place {
  readonly key: number | null;
  readonly value: number;
}

/** Data read from a file, and the way back from data to the file. */
export interface DocumentData {
  readonly data: unknown;
  /** A problem with the key at `path`; the nearest enclosing place when nothing stands there. */
  atKey(path: DataPath, message: string): Problem;
  /** A problem with the value at `path`; the nearest enclosing place when nothing stands there. */
  atValue(path: DataPath, message: string): Problem;
}

/** A parsed file: its data, or why there is none. */
export type ParsedDocument =
  | { readonly kind: 'data'; readonly document: DocumentData; readonly problems: readonly Problem[] }
  | { readonly kind: 'empty' }
  | { readonly kind: 'broken'; readonly problems: readonly Problem[] };

const MOST_VALUES = 200_000;
const MOST_LEVELS = 32;

class TooMuch extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

const keyOf = (path: DataPath): string => JSON.stringify(path);

/** Parses the text of one configuration file. Throws nothing, whatever the text. */
export function parseDocument(text: string): ParsedDocument {
  const lines = new LineCounter();
  const at = (offset: number, path: DataPath, message: string): Problem => {
    const { line, col } = lines.linePos(offset);
    // The counter answers line 0 for a text that ended before its first line was counted.
    return { line: Math.max(1, line), column: Math.max(1, col), path: pathText(path), message };
  };
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== null) {
    // The counter knows only lines that a parser has seen.
    lines.addNewLine(0);
    for (let end = text.indexOf('\n'); end !== -1 && end < tooDeep; end = text.indexOf('\n', end + 1))
      lines.addNewLine(end + 1);
    return { kind: 'broken', problems: [at(tooDeep, [], 'not valid YAML: nested too deeply')] };
  }
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    logLevel: 'silent',
  });

  const broken = new Map<number, Problem>();
  // A stream without a document keeps its errors to itself.
  for (const { errors, warnings } of 'empty' in documents ? [documents] : documents) {
    for (const error of [...errors, ...warnings]) {
      const offset = error.pos[0];
      const { line } = lines.linePos(offset);
      // What follows a syntax error on its line is nearly always its echo.
      if (!broken.has(line)) broken.set(line, at(offset, [], syntaxMessage(error.code, error.message, text, offset)));
    }
  }
  if (broken.size > 0) return { kind: 'broken', problems: [...broken.values()] };

  const [first, second] = documents;
  if (second !== undefined) {
    const message = 'a second document begins here; one file holds one configuration';
    return { kind: 'broken', problems: [at(second.range[0], [], message)] };
  }
  if (first === undefined || first.contents === null || (isScalar(first.contents) && first.contents.value === null)) {
    return { kind: 'empty' };
  }

  const places = new Map<string, Place>();
  const problems: Problem[] = [];
  const anchors = new Map<string, unknown>();
  let values = 0;

  /** `alias` is where the outermost alias around the node stands: the place to blame for what it unfolds to. */
  const unfold = (
    node: unknown,
    path: DataPath,
    key: number | null,
    fallback: number,
    alias: number | null,
  ): unknown => {
    const offset = rangeStart(node) ?? fallback;
    if (alias === null && (isScalar(node) || isMap(node) || isSeq(node)) && node.anchor) anchors.set(node.anchor, node);
    places.set(keyOf(path), { key, value: offset });
    values += 1;
    if (values > MOST_VALUES)
      throw new TooMuch(alias ?? offset, `holds more than ${MOST_VALUES} values, aliases unfolded`);
    if (path.length > MOST_LEVELS) throw new TooMuch(alias ?? offset, `is nested more than ${MOST_LEVELS} levels deep`);
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined) {
        problems.push(at(offset, path, 'refers to an anchor that is not set before it'));
        return undefined;
      }
      return unfold(target, path, key, offset, alias ?? offset);
    }
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item, index) => unfold(item, [...path, index], null, offset, alias));
    if (!isMap(node)) return null;
    const entries = new Map<string, unknown>();
    const keyLines = new Map<string, number>();
    for (const pair of node.items) {
      const name = isScalar(pair.key) ? String(pair.key.value ?? '') : '';
      const start = rangeStart(pair.key) ?? offset;
      const earlier = keyLines.get(name);
      if (earlier !== undefined) {
        problems.push(at(start, [...path, name], `given twice; the first is on line ${earlier}`));
        continue;
      }
      keyLines.set(name, lines.linePos(start).line);
      // A key with nothing after it is a key that is not given: what remains when a section is commented out.
      entries.set(name, unfold(pair.value, [...path, name], start, start, alias) ?? undefined);
    }
    return Object.fromEntries(entries);
  };

  let data: unknown;
  try {
    data = unfold(first.contents, [], null, 0, null);
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return { kind: 'broken', problems: [at(error.offset, [], error.message)] };
  }

  const placeOf = (path: DataPath): { readonly place: Place; readonly exact: boolean } => {
    for (let length = path.length; length > 0; length -= 1) {
      const place = places.get(keyOf(path.slice(0, length)));
      if (place !== undefined) return { place, exact: length === path.length };
    }
    return { place: { key: null, value: rangeStart(first.contents) ?? 0 }, exact: path.length === 0 };
  };
  const document: DocumentData = {
    data,
    atKey: (path, message) => {
      const { place, exact } = placeOf(path);
      return at(exact ? (place.key ?? place.value) : place.value, path, message);
    },
    atValue: (path, message) => at(placeOf(path).place.value, path, message),
  };
  return { kind: 'data', document, problems };
}

/**
 * Where brackets nest deeper than any configuration; null when they do not. The parser takes quadratic time over
 * them, its tokens cost linear time.
 */
function tooDeepAt(text: string): number | null {
  let depth = 0;
  let offset = 0;
  let scalar = false;
  for (const token of new Lexer().lex(text)) {
    // One-character marks that the lexer adds; they stand for nothing in the text.
    if (token === CST.DOCUMENT || token === CST.FLOW_END) continue;
    if (token === CST.SCALAR) {
      scalar = true;
      continue;
    }
    if (!scalar && (token === '[' || token === '{')) depth += 1;
    if (!scalar && (token === ']' || token === '}')) depth -= 1;
    if (depth > MOST_LEVELS) return offset;
    scalar = false;
    offset += token.length;
  }
  return null;
}

function rangeStart(node: unknown): number | null {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? null) : null;
}
