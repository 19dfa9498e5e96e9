/** Microsoft's looking glass: text of several lines, as some router's terminal wrote it. */
import { CARRIER_ASN, MICROSOFT_ASN } from '../carrier.ts';

const COMMANDS = ['Traceroute', 'Ping', 'BgpRoute'] as const;

/** What the looking glass can be told to do. */
export type LookingGlassCommand = (typeof COMMANDS)[number];

/** The command of that name. */
export const commandOf = (name: string): LookingGlassCommand | undefined =>
  COMMANDS.find(command => command.toLowerCase() === name.toLowerCase());

/** What comes out. A router's pager leaves its control sequences in the text of a BGP route. */
export const lookThrough = (command: LookingGlassCommand, source: string, destination: string): string => {
  switch (command) {
    case 'Traceroute':
      return [
        `traceroute to ${destination}, 64 hops max, 52 bytes packets`,
        ` 1  ${source} (192.0.2.225)  0.412 ms  0.377 ms  0.391 ms`,
        ` 2  be1.edge.example.net (192.0.2.226)  0.803 ms  0.811 ms  0.794 ms`,
        ' 3  * * *',
        ` 4  ${destination}  2.104 ms  2.087 ms  2.131 ms`,
      ].join('\n');
    case 'Ping':
      return [
        `PING ${destination}: 56 data bytes from ${source}`,
        ...[0, 1, 2].map(i => `64 bytes from ${destination}: icmp_seq=${i} ttl=60 time=2.${i + 1} ms`),
        '',
        '3 packets transmitted, 3 packets received, 0.0% packet loss',
      ].join('\n');
    case 'BgpRoute':
      return [
        `\u001b[1mBGP routing table entry for ${destination}\u001b[0m`,
        'Paths: (2 available, best #1)',
        `  ${CARRIER_ASN}, received from the edge at ${source}`,
        `    Origin IGP, valid, external, best; community ${MICROSOFT_ASN}:8007`,
        `  ${CARRIER_ASN} 64499`,
        '    Origin IGP, valid, external',
      ].join('\n');
  }
};
