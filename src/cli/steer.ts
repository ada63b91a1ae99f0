// `springback pause`, `resume`, `cancel`: by way of the server that works on the data folder, or in the history itself
// where no host does.

import { currentHolder, type Holder } from '../host/lock.ts';
import { openHost } from '../host/open-host.ts';
import { LabError } from '../lab/failure.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { result } from './output.ts';
import { callServer } from './server-call.ts';

type Verb = 'pause' | 'resume' | 'cancel';
const done: Readonly<Record<Verb, string>> = {
  pause: 'is paused',
  resume: 'goes on',
  cancel: 'is cancelled; what is finished stays',
};

export async function steer(home: string, verb: Verb, id: number): Promise<ExitCode> {
  const holder = currentHolder(home);
  if (holder === null) await steerHere(home, verb, id);
  else await steerThere(holder, verb, id);
  const later =
    holder === null && verb === 'resume' ? ', when a window, a server or "springback run" is started' : '';
  result(`Experiment ${id} ${done[verb]}${later}.`);
  return exitCodes.done;
}

/** Nothing is training: the wish is written down for the next host. */
async function steerHere(home: string, verb: Verb, id: number): Promise<void> {
  const host = openHost({ kind: 'cli', home });
  try {
    await host.lab.dispatch(`experiment.${verb}`, { id });
  } finally {
    await host.close();
  }
}

async function steerThere(holder: Holder, verb: Verb, id: number): Promise<void> {
  const { url, pid, kind } = holder;
  if (url === '') {
    const where = kind === 'electron' ? 'in its window' : 'with Ctrl-C';
    throw new LabError(
      'conflict',
      `process ${pid} works on this data folder: ${verb} the experiment there, ${where}`,
    );
  }
  await callServer(holder, `experiment.${verb}`, { id });
}
