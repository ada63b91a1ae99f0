import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { FromTrainer } from '../../src/contract/trainer.ts';
import { entryFile } from '../../src/host/entry-file.ts';
import type { TrainerLink } from '../../src/lab/ports.ts';
import { startUtilityTrainer } from '../../src/main/utility-trainer.ts';
import { utilityProcesses } from './electron-double.ts';

const folder = mkdtempSync(join(tmpdir(), 'springback-utility-'));
afterAll(() => rmSync(folder, { recursive: true }));
const killNow = (pid: number): void => void process.kill(pid, 'SIGKILL');

interface Watched {
  readonly link: TrainerLink;
  readonly messages: FromTrainer[];
  readonly exits: string[];
  /** Resolves with the first message of a type, or the first end. */
  next(type: FromTrainer['type'] | 'exit'): Promise<unknown>;
}

function start(entry: string): Watched {
  const messages: FromTrainer[] = [];
  const exits: string[] = [];
  const waiting: { type: string; resolve: (value: unknown) => void }[] = [];
  const tell = (type: string, value: unknown): void => {
    for (const each of waiting) if (each.type === type) each.resolve(value);
  };
  const events = {
    message(message: FromTrainer) {
      messages.push(message);
      tell(message.type, message);
    },
    exit(reason: string) {
      exits.push(reason);
      tell('exit', reason);
    },
  };
  const link = startUtilityTrainer(utilityProcesses(), events, { entry, killNow });
  return { link, messages, exits, next: (type) => new Promise((resolve) => waiting.push({ type, resolve })) };
}

function script(name: string, text: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return file;
}

it('the real trainer answers through it, and ends when told', async () => {
  const trainer = start(entryFile('trainer'));
  await trainer.next('ready');
  expect(trainer.link.pid).toBe((trainer.messages[0] as { pid: number }).pid);
  trainer.link.send({ type: 'shutdown' });
  expect(await trainer.next('exit')).toBe('ended with code 0');
});

it('a trainer that is killed is told of once, and what is sent after is lost without harm', async () => {
  const trainer = start(entryFile('trainer'));
  await trainer.next('ready');
  trainer.link.kill();
  await trainer.next('exit');
  trainer.link.send({ type: 'probe' });
  expect(trainer.exits).toHaveLength(1);
});

it('the last words of a trainer that fails are passed on', async () => {
  const trainer = start(script('fails', "console.error('the disk is on fire'); process.exit(3);"));
  expect(await trainer.next('exit')).toBe('ended with code 3: the disk is on fire');
});

it('a message that the contract does not know ends the trainer', async () => {
  const trainer = start(script('babbles', "process.send({ type: 'hello' }); setInterval(() => {}, 1000);"));
  expect(await trainer.next('exit')).toContain('it said what the contract does not know');
  expect(trainer.messages).toEqual([]);
});
