/** Microsoft as the specifications have it: a sign-in service of our own, and one Prism behind it for each document. */
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startPrism } from './prism.ts';
import type { DocumentName } from './specification.ts';

/** A request of the client, and what Prism said to it. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** What was sent; undefined where nothing was. */
  readonly sent: unknown;
  readonly status: number;
  /** Where the request, or Prism's own answer, does not agree with the specification; null where all agrees. */
  readonly violations: string | null;
  /** What was answered. */
  readonly body: unknown;
}

/** The running mock. */
export interface Mock {
  readonly url: string;
  /** Since the last `answers`, the sign-ins left out. */
  readonly exchanges: readonly Exchange[];
  /** From now on examples of the specification are answered, or what is generated from it with a seed. */
  answers(how: 'examples' | { readonly seed: number }): void;
  stop(): Promise<void>;
}

const token = JSON.stringify({ token_type: 'Bearer', expires_in: 3599, access_token: 'token-of-the-contract-tests' });

/** Starts everything. */
export async function startMock(): Promise<Mock> {
  const prisms = new Map(
    await Promise.all(
      (['peering', 'metrics', 'metricDefinitions'] as const).map(async name => [name, await startPrism(name)] as const),
    ),
  );
  const exchanges: Exchange[] = [];
  let preference: string | null = null;

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loopback');
    if (url.pathname.endsWith('/oauth2/v2.0/token')) {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' }).end(token);
      return;
    }
    const prism = prisms.get(documentOf(url.pathname));
    const asked = { method: request.method ?? '', path: url.pathname, query: url.searchParams };
    relay(request, response, new URL(request.url ?? '/', prism?.url), preference).then(
      told => exchanges.push({ ...asked, ...told }),
      (error: unknown) => {
        exchanges.push({ ...asked, sent: undefined, status: 0, violations: `Prism: ${error}`, body: undefined });
        response.destroy();
      },
    );
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    exchanges,
    answers: how => {
      exchanges.length = 0;
      preference = how === 'examples' ? null : `dynamic=true, seed=${how.seed}`;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
      await Promise.all([...prisms.values()].map(prism => prism.stop()));
    },
  };
}

function documentOf(path: string): DocumentName {
  if (path.endsWith('/metricDefinitions')) return 'metricDefinitions';
  return path.endsWith('/metrics') ? 'metrics' : 'peering';
}

/** Hands a request on as it came, but for what Prism is asked to prefer, and the answer back as it comes. */
async function relay(
  request: IncomingMessage,
  response: ServerResponse,
  to: URL,
  preference: string | null,
): Promise<Pick<Exchange, 'sent' | 'status' | 'violations' | 'body'>> {
  const headers = { ...request.headers, ...(preference === null ? {} : { prefer: preference }) };
  const sent = await octetsOf(request);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    send(to, { method: request.method ?? 'GET', headers }, resolve)
      .once('error', reject)
      .end(sent);
  });
  const body = await octetsOf(answer);
  const status = answer.statusCode ?? 0;
  const violations = answer.headers['sl-violations'];
  const told = {
    sent: jsonOf(sent),
    status,
    violations: violations === undefined ? null : String(violations),
    body: jsonOf(body),
  };
  response.writeHead(status, answer.headers).end(body);
  return told;
}

async function octetsOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function jsonOf(body: Buffer): unknown {
  return body.length === 0 ? undefined : JSON.parse(body.toString());
}
