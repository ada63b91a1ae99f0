// Entry: the window in a browser on this machine. `springback serve` and `npm start` run this file.
import { parseArgs } from 'node:util';
import { inputError } from '../core/errors.ts';
import { chosenBundle } from '../host/bundle-file.ts';
import { homePath } from '../host/home.ts';
import { onInterrupt } from '../host/on-interrupt.ts';
import { type Host, openBundle, openHost } from '../host/open-host.ts';
import { builtInSchedule, rendererFolder } from '../host/package-root.ts';
import { keepServerKey, serverKey } from '../host/server-key.ts';
import { exportsFolder } from '../host/transfers.ts';
import { toFailure } from '../lab/failure.ts';
import { type RunningServer, startServer } from './http-server.ts';
import { openBrowser } from './open-browser.ts';

const usage = `Usage: springback serve [--home DIR | --bundle FILE | --showcase] [--port N] [--workers N] [--quickstart-if-empty] [--open] [--json]`;

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        home: { type: 'string' },
        bundle: { type: 'string' },
        showcase: { type: 'boolean', default: false },
        port: { type: 'string' },
        workers: { type: 'string' },
        'quickstart-if-empty': { type: 'boolean', default: false },
        open: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw inputError('', `${(error as Error).message}\n${usage}`);
  }
}

function whole(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) {
    throw inputError(`--${name}`, `expected a whole number from ${least}, got ${JSON.stringify(text)}`);
  }
  return value;
}

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2));
  const workers = whole('workers', options.workers, 1);
  const port = whole('port', options.port, 0);
  const { bundle, showcase, home } = options;
  const saved = chosenBundle({ showcase, ...(bundle === undefined ? {} : { bundle }) });
  const host =
    saved === null
      ? openHost({ kind: 'server', home: homePath(home), ...(workers === undefined ? {} : { workers }) })
      : await openBundle(saved, 'server');
  for (const warning of host.warnings) console.error(warning);
  host.lab.listen((event) => {
    if (event.type === 'log' && event.level !== 'info') console.error(`${event.level}: ${event.message}`);
  });
  const server = await (saved === null ? startAgain(host, port) : startOnce(host, port)).catch(
    async (error: unknown) => {
      await host.close();
      throw error;
    },
  );
  host.announce({ url: server.origin, token: server.token });
  closeOnSignals(host, server, saved === null ? 'Writing checkpoints …' : 'Closing …');
  if (saved === null) startTraining(host, options['quickstart-if-empty']);
  const json = JSON.stringify({ url: server.url, port: server.port, home: host.home, pid: process.pid });
  process.stdout.write(options.json ? `${json}\n` : `Springback is open at ${server.url}\n`);
  if (options.open) openBrowser(server.url);
}

const startOnce = (host: Host, port = 0): Promise<RunningServer> =>
  startServer(host, { port, rendererFolder: rendererFolder() });

/** With the token, and unless one is named the port, of last time: a window that was left open finds its host again. */
async function startAgain(host: Host, port: number | undefined): Promise<RunningServer> {
  const key = serverKey(host.home, Date.now());
  const start = (at: number): Promise<RunningServer> =>
    startServer(host, {
      port: at,
      rendererFolder: rendererFolder(),
      filesFolder: exportsFolder(host.home),
      token: key.token,
    });
  // Another program may have taken last time's port: then any other will do.
  const server = await (port === undefined && key.port !== null
    ? start(key.port).catch(() => start(0))
    : start(port ?? 0));
  keepServerKey(host.home, { ...key, port: server.port });
  return server;
}

function startTraining(host: Host, quickstartIfEmpty: boolean): void {
  host.lab.start();
  if (quickstartIfEmpty && host.history.experiments().length === 0) startQuickstart(host);
}

function startQuickstart({ lab }: Host): void {
  const schedule = builtInSchedule('quickstart');
  if (schedule === null)
    throw new Error('resources/schedules/quickstart.json is missing: the installation is incomplete');
  lab.submit(schedule, '');
}

/** Ends cleanly: steps are checkpointed. So it does when `springback serve`, which started it, is gone. */
function closeOnSignals(host: Host, server: { close(): Promise<void> }, farewell: string): void {
  const close = (): void => {
    console.error(farewell);
    host
      .close()
      .then(() => server.close())
      .then(() => process.exit(0), fail);
  };
  onInterrupt(close);
  process.on('disconnect', close);
}

function fail(error: unknown): never {
  const failure = toFailure(error);
  console.error(failure.message);
  process.exit(failure.code === 'input' ? 2 : 1);
}

main().catch(fail);
