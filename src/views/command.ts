/** What a command is: a row of the table in commands.ts. */
import type { Question } from '../network/microsoft/answers.ts';
import type { MaintenanceNote } from '../network/microsoft/maintenance.ts';
import type { ScreenState } from '../state/screen.ts';
import type { Key } from '../terminal/keys.ts';
import type { Model } from './model.ts';

/** What the shell does for a command; everything else is the next screen. */
export type Effect =
  | { readonly kind: 'quit' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'redraw' }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'dump' }
  | { readonly kind: 'ask'; readonly question: Question }
  /** Who writes it, when, and which version it is, the shell knows. */
  | { readonly kind: 'note'; readonly note: Omit<MaintenanceNote, 'writtenAt' | 'writtenBy' | 'sequence'> };

/** What running a command gives. */
export interface Outcome {
  readonly screen: ScreenState;
  readonly effect?: Effect;
}

/** Whether a command changes anything outside the screen: then it asks for the name of its target, typed. */
export type Danger = 'none' | 'changes-network' | 'changes-microsoft';

/** Groups of the help page, in its order. */
export const categories = ['Move', 'Open', 'Find', 'Show', 'Microsoft', 'Take along', 'Program'] as const;

/** One command. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly Key[];
  readonly category: (typeof categories)[number];
  readonly danger: Danger;
  /** Its short name in the key line; without one it is not shown there. */
  readonly hint?: string;
  /** Why it is not possible now; null when it is. */
  readonly disabled: (model: Model) => string | null;
  readonly run: (model: Model) => Outcome;
}
