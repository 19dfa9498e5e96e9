import type { ApiFailure, ApiFailureKind, RequestIds } from '../../network/microsoft/answers.ts';
import type { Instant } from '../../network/units.ts';

/** What an answer told beside its refusal. */
export interface Refused {
  readonly status?: number | null;
  readonly code?: string | null;
  readonly retryAt?: Instant | null;
  readonly ids?: RequestIds | null;
  /** The connection broke: asking again at once is likely to help. */
  readonly mayPass?: boolean;
}

/** A call that gave nothing: what was seen and what to do, without the name of the call, which its caller knows. */
export class CallFailed extends Error {
  readonly kind: ApiFailureKind;
  readonly seen: string;
  readonly advice: string;
  readonly status: number | null;
  readonly code: string | null;
  readonly retryAt: Instant | null;
  readonly ids: RequestIds | null;
  readonly mayPass: boolean;

  constructor(kind: ApiFailureKind, seen: string, advice: string, told: Refused = {}) {
    super(advice === '' ? seen : `${seen}; ${advice}`);
    this.name = 'CallFailed';
    this.kind = kind;
    this.seen = seen;
    this.advice = advice;
    this.status = told.status ?? null;
    this.code = told.code ?? null;
    this.retryAt = told.retryAt ?? null;
    this.ids = told.ids ?? null;
    this.mayPass = told.mayPass ?? false;
  }
}

/** A failure in words for a person: one line, without the call, which stands beside it. Anything that is no CallFailed is a fault of this program. */
export function failureOf(error: unknown): ApiFailure {
  if (error instanceof CallFailed) {
    const { kind, status, code, retryAt } = error;
    return { kind, text: error.message, status, code, retryAt };
  }
  const seen = error instanceof Error ? error.message : String(error);
  const text = `failed inside this program: ${seen.split('\n')[0] ?? ''}; please report it`;
  return { kind: 'garbage', text, status: null, code: null, retryAt: null };
}
