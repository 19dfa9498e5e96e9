/**
 * Sends traps as fast as it is told, from whichever host it is started on: `flood.ts ADDRESS PORT RATE SECONDS HEX`.
 * A process of its own, so that what it costs is not the program's. Prints how many it sent.
 */
import { createSocket } from 'node:dgram';

const [address = '', port = '', rate = '', seconds = '', datagram = ''] = process.argv.slice(2);
const octets = Buffer.from(datagram, 'hex');
const socket = createSocket('udp4');
const start = performance.now();
let sent = 0;

/** As many as should have been sent by now: a timer that comes late makes up for it. */
function send(): void {
  const passed = (performance.now() - start) / 1000;
  for (const due = Math.min(passed, Number(seconds)) * Number(rate); sent < due; sent++)
    socket.send(octets, Number(port), address);
  if (passed < Number(seconds)) setTimeout(send, 1);
  else
    setTimeout(() => {
      process.stdout.write(`${sent}\n`);
      socket.close();
    }, 100);
}

socket.bind(0, send);
