import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import got, { RequestError, type Response, TimeoutError } from 'got';
import { CallFailed } from './call-failed.ts';
import { unpacked } from './reply-body.ts';
import { type Request, wireForm } from './requests.ts';

/** Limits of one exchange: times in milliseconds, sizes in octets. */
export interface Limits {
  readonly lookup: number;
  readonly connect: number;
  readonly secureConnect: number;
  readonly send: number;
  /** From the request to the first octet of the answer. */
  readonly response: number;
  /** The whole exchange: ends an answer that comes drop by drop. */
  readonly request: number;
  readonly compressed: number;
  readonly decompressed: number;
}

/** The usual limits. */
export const usualLimits: Limits = {
  lookup: 5000,
  connect: 10_000,
  secureConnect: 10_000,
  send: 10_000,
  response: 25_000,
  request: 30_000,
  compressed: 8 * 1024 * 1024,
  decompressed: 16 * 1024 * 1024,
};

/** An answer of any status, its body decompressed. */
export interface Reply {
  readonly status: number;
  /** By name in lower case; a header that came more than once is joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What goes with a request beside what it asks. */
export interface Manner {
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  readonly limits?: Partial<Limits>;
}

/** Makes requests; the only thing in this program that does. */
export interface Sender {
  /** Rejects with CallFailed, and with nothing else, when there is no answer. */
  send(request: Request, manner: Manner): Promise<Reply>;
  /** Gives back what connections hold. */
  close(): void;
}

/** A sender of its own connections. They know no proxy: agents of our own ignore NODE_USE_ENV_PROXY. */
export function createSender(version: string, given: Partial<Limits> = {}): Sender {
  const agent = {
    http: new HttpAgent({ keepAlive: true, maxSockets: 8 }),
    https: new HttpsAgent({ keepAlive: true, maxSockets: 8 }),
  };

  async function send(request: Request, manner: Manner): Promise<Reply> {
    const wire = wireForm(request);
    if (wire === null)
      throw new CallFailed('refused', 'what was to be asked about has no usable resource id', 'nothing was sent');
    if (request.kind !== 'plain' && wire.url.protocol !== 'https:' && !isLoopback(wire.url.hostname))
      throw new CallFailed('refused', `${wire.url.host} is not asked over https`, 'tokens and secrets go nowhere else');
    const limits = { ...usualLimits, ...given, ...manner.limits };
    const { lookup, connect, secureConnect, send: sending, response, request: all } = limits;
    const tooLong = new AbortController();
    const where = wire.url.host;
    try {
      const exchange = got(wire.url, {
        method: wire.method,
        headers: {
          accept: 'application/json',
          'accept-encoding': 'gzip',
          ...wire.headers,
          ...manner.headers,
          'user-agent': `peerdeck/${version}`,
        },
        ...(wire.body === null ? {} : { body: wire.body }),
        agent,
        responseType: 'buffer',
        decompress: false,
        followRedirect: false,
        throwHttpErrors: false,
        retry: { limit: 0 },
        timeout: { lookup, connect, secureConnect, send: sending, response, request: all },
        signal: AbortSignal.any([manner.signal, tooLong.signal]),
      });
      void exchange.on('downloadProgress', ({ transferred }) => {
        if (transferred > limits.compressed) tooLong.abort();
      });
      const answer = await exchange;
      const headers = headersOf(answer);
      const body = await unpacked(answer.body, headers['content-encoding'] ?? '', limits.decompressed);
      return { status: answer.statusCode, headers, body };
    } catch (error) {
      if (manner.signal.aborted) throw new CallFailed('closed', 'given up', 'it was not waited for any longer');
      if (tooLong.signal.aborted) {
        const seen = `${where} answers with more than ${limits.compressed} octets`;
        throw new CallFailed('too-large', seen, 'the answer was dropped');
      }
      throw noAnswer(error, where);
    }
  }

  return {
    send,
    close: () => {
      agent.http.destroy();
      agent.https.destroy();
    },
  };
}

/** A mock or a relay on this machine. */
const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host);

function headersOf(answer: Response<unknown>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return headers;
}

/** Codes of OpenSSL and Node.js that mean that the other side's certificate is not believed. */
const certificateCode = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/;

/** Why there was no answer. */
function noAnswer(error: unknown, where: string): CallFailed {
  if (error instanceof CallFailed) return error;
  if (error instanceof TimeoutError) {
    const seen = `no complete answer from ${where} in time (${error.event})`;
    return new CallFailed('timeout', seen, 'check the network and any firewall on the way');
  }
  const code = error instanceof RequestError ? error.code : '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_FAIL')
    return new CallFailed('unresolved', `the name ${where} has no address (${code})`, 'check the name and the DNS');
  if (certificateCode.test(code)) {
    const advice =
      'something on the way may intercept TLS; if that is meant, name its authority in NODE_EXTRA_CA_CERTS';
    return new CallFailed('certificate', `the certificate of ${where} is not trusted (${code})`, advice);
  }
  if (error instanceof RequestError && error.name === 'ReadError') {
    const seen = `the answer of ${where} was cut short (${code})`;
    return new CallFailed('garbage', seen, 'it is asked again', { mayPass: true });
  }
  const mayPass = code === 'ECONNRESET' || code === 'EPIPE';
  const seen = `no connection to ${where} (${code === '' ? 'unknown error' : code})`;
  return new CallFailed('unreachable', seen, 'check the network and any firewall on the way', { mayPass });
}
