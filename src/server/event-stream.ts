// The lab's events to one browser as server-sent events, with a comment now and then so that a dead connection is noticed.
import type { ServerResponse } from 'node:http';
import type { Lab } from '../lab/lab.ts';

const heartbeatMilliseconds = 10_000;
/** A browser that does not read is let go: it opens the stream again and asks for what it missed. */
const mostWaitingBytes = 4_000_000;

export function streamEvents(lab: Lab, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const write = (text: string): void => {
    if (response.writableLength > mostWaitingBytes) response.destroy();
    else response.write(text);
  };
  write(': open\n\n');
  const stop = lab.listen((event) => write(`data: ${JSON.stringify(event)}\n\n`));
  const timer = setInterval(() => write(': alive\n\n'), heartbeatMilliseconds);
  response.on('close', () => {
    clearInterval(timer);
    stop();
  });
}
