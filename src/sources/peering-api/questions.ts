/** What a person asks for: once, before what is asked by plan. */
import { type Question, routesSubject } from '../../network/microsoft/answers.ts';
import { lowBudget } from '../../network/microsoft/told.ts';
import type { Clock } from '../clock.ts';
import { CallFailed } from './call-failed.ts';
import type { Session } from './session.ts';
import { wait } from './waiting.ts';

type Validation = Extract<Question, { readonly kind: 'validate' }>;
type Sweep = Extract<Question, { readonly kind: 'routes' }>;

/** While little is left, the next peering of a sweep waits, and looks again so often. */
const lookAgain = 5000;

/** Answers questions; sweeps of routes one after the other. The outcome is heard; nothing is thrown. */
export function createQuestions(
  session: Session,
  clock: Clock,
  onValidated: (question: Validation) => void,
): (question: Question) => void {
  let sweeps: Promise<void> = Promise.resolve();

  async function sweep({ peerings, prefix }: Sweep): Promise<void> {
    let isFirst = true;
    for (const { key, id } of peerings) {
      while (!isFirst && (session.arm.budget().left ?? 1) < lowBudget) await wait(clock, lookAgain, session.signal);
      isFirst = false;
      await session.heard('received-routes', routesSubject(key, prefix), () => {
        if (id === null) throw new CallFailed('refused', 'this peering has no resource id', 'nothing was sent');
        return session.asker.routes(id, prefix);
      });
    }
  }

  return question => {
    switch (question.kind) {
      case 'routes':
        // Waiting is the only thing here that rejects, and only when the session has ended.
        sweeps = sweeps.then(() => sweep(question)).catch(() => {});
        return;
      case 'contacts':
        void session.heard('contacts', '', () => session.contacts());
        return;
      case 'validate':
        void session
          .heard('validate', question.prefix.key, () => session.asker.question(question))
          .then(result => result.kind === 'answered' && onValidated(question));
        return;
      case 'looking-glass': {
        const { command, source, destination } = question;
        const subject = `${command} ${destination} from ${source}`;
        void session.heard('looking-glass', subject, () => session.asker.question(question));
        return;
      }
      case 'provider-availability': {
        const subject = `${question.provider} at ${question.location}`;
        void session.heard('provider-availability', subject, () => session.asker.question(question));
        return;
      }
      default:
        question satisfies never;
    }
  };
}
