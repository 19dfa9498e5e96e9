import type { CommandIo } from './command-io.ts';
/** Options. */
export interface ConsoleOptions { readonly config?: string; readonly theme?: string; readonly record?: string; readonly replay?: string; readonly speed?: number }
/** Opens. */
export async function openConsole(_options: ConsoleOptions, _io: CommandIo): Promise<number> { return 2; }
