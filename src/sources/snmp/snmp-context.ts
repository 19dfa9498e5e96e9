import type { WalkContext } from './bulk.ts';

/**
 * The same router asked in an SNMPv3 context (RFC 3411 §3.3.1), where some keep the tables of a VRF; null is the
 * default one.
 */
export function inContext<Context extends WalkContext>(context: Context, name: string | null): Context {
  if (name === null) return context;
  const { transport } = context;
  return {
    ...context,
    transport: {
      ...transport,
      request: (question, patience) => transport.request({ ...question, context: name }, patience),
    },
  };
}
