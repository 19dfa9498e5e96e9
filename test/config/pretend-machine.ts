import type { CommandResult, ConfigIo } from '../../src/config/config-io.ts';

/** What a pretended machine holds. */
export interface Pretended {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly modes?: Readonly<Record<string, number>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: (command: string) => CommandResult;
  readonly unreadable?: readonly string[];
}

/** A machine in memory; `commands` collects what it was asked to run. */
export function pretendMachine(holds: Pretended): ConfigIo & { readonly commands: string[] } {
  const commands: string[] = [];
  return {
    commands,
    env: holds.env ?? {},
    cwd: '/home/noc',
    read: async path => {
      const content = holds.files?.[path];
      if (holds.unreadable?.includes(path)) return { kind: 'failed', reason: 'may not be read by this user' };
      if (content === undefined) return { kind: 'absent' };
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      return { kind: 'read', bytes, mode: holds.modes?.[path] ?? 0o600 };
    },
    run: async command => {
      commands.push(command);
      return holds.run?.(command) ?? { kind: 'failed', reason: 'ended with status 127' };
    },
  };
}

/** A router section that is right, for files about something else. */
export const ONE_ROUTER = `routers:
  - name: ams-er1
    address: 192.0.2.10
    metro: Amsterdam
    snmp: {version: 2c, community: "\${env:SNMP_COMMUNITY}"}
`;
