import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FromTrainer } from '../../src/contract/trainer.ts';
import { stepSpecSchema } from '../../src/core/step.ts';
import { temporaryFolder, trunk, tune } from '../engine/training-fixtures.ts';
import { pointsOf, savedIn, TrainerClient, taskFor } from './trainer-client.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
let places = 0;
const fresh = () => join(folder.path, String(places++));

let trainer: TrainerClient;
beforeEach(() => {
  trainer = new TrainerClient();
});
afterEach(() => trainer.end());

const kinds = (messages: readonly FromTrainer[]) => messages.map(({ type }) => type);
const exited = (client: TrainerClient) =>
  new Promise((resolve) => client.child.once('exit', (code) => resolve(code)));

describe('a trainer process', () => {
  test('says that it is ready, then beats, at low priority', async () => {
    expect(await trainer.until(['ready'])).toEqual({ type: 'ready', pid: trainer.child.pid });
    await trainer.until(['heartbeat']);
    if (process.platform !== 'win32') expect(getPriority(trainer.child.pid)).toBe(10);
  });

  test('trains pretraining, alignment and unalignment of a run, one after the other', async () => {
    const place = fresh();
    const stem = await trainer.train(taskFor('trunk', trunk(30, { evaluateAt: [16, 30] }), place));
    expect(kinds(stem)[0]).toBe('started');
    expect(kinds(stem).slice(-2)).toEqual(['checkpointed', 'finished']);
    expect(pointsOf(stem).filter(([metric]) => metric === 'train.loss')).toHaveLength(30);
    const base = savedIn(stem);
    const align = await trainer.train(taskFor('align', tune('align'), place, { start: base, base }));
    const aligned = savedIn(align);
    const back = await trainer.train(
      taskFor('back', tune('unalign'), place, { start: aligned, base, aligned }),
    );
    expect(kinds(back).at(-1)).toBe('finished');
    const metrics = new Set(pointsOf(back).map(([metric]) => metric));
    for (const metric of [
      'behaviour.logOdds',
      'kl.toBase',
      'weights.cosine',
      'control.klGrammar',
      'kl.position.0',
    ]) {
      expect(metrics).toContain(metric);
    }
    const samples = back.flatMap((message) => (message.type === 'measured' ? message.samples : []));
    // At both ends and, on the way back, after 1, 4, 16, … updates.
    const sampled = [0, 1, 4, 8].flatMap((update) => [0, 1].map((index) => [update, index]));
    expect(samples.map(({ update, index }) => [update, index])).toEqual(sampled);
    expect(samples.every(({ tokens }) => (tokens?.length ?? 0) > 0)).toBe(true);
    expect(readdirSync(place).sort()).toEqual([
      'align@8.safetensors',
      'back@8.safetensors',
      'trunk@30.safetensors',
    ]);
  });

  test('tells every point before the checkpoint that covers it', async () => {
    const task = taskFor('trunk', trunk(150), fresh(), { checkpointSeconds: 0.03 });
    const messages = await trainer.train(task);
    const saves = messages.filter((message) => message.type === 'checkpointed');
    expect(saves.length).toBeGreaterThan(2);
    for (const save of saves) {
      const told = pointsOf(messages.slice(0, messages.indexOf(save))).filter(
        ([metric]) => metric === 'train.loss',
      );
      expect(told.at(-1)?.[1] ?? 0).toBe(save.update);
    }
  });

  test('pauses with a checkpoint from which another process goes on, bit for bit', async () => {
    const spec = trunk(200, { evaluateAt: [100, 200] });
    const whole = await trainer.train(taskFor('t', spec, fresh()));
    const place = fresh();
    const from = trainer.messages.length;
    trainer.send({ type: 'train', task: taskFor('t', spec, place) });
    await trainer.until(['progress'], from);
    trainer.send({ type: 'pause', key: 't' });
    const stopped = await trainer.until(['stopped'], from);
    expect(stopped.update).toBeLessThan(200);
    const before = trainer.messages.slice(from);
    const other = new TrainerClient();
    const after = await other.train(taskFor('t', spec, place, { start: savedIn(before) }));
    await other.end();
    expect([...pointsOf(before), ...pointsOf(after)]).toEqual(pointsOf(whole));
    expect(savedIn(after).sha256).toBe(savedIn(whole).sha256);
  });

  test('killed in the middle, resumed from its last checkpoint, it tells the same points', async () => {
    const spec = trunk(600, { evaluateAt: [64, 256, 600] });
    const whole = await trainer.train(taskFor('t', spec, fresh()));
    const place = fresh();
    const victim = new TrainerClient();
    victim.send({ type: 'train', task: taskFor('t', spec, place, { checkpointSeconds: 0.1 }) });
    const saved = await victim.until(['checkpointed']);
    await victim.until(['measured', 'checkpointed'], victim.messages.indexOf(saved) + 1);
    await victim.end();
    const reference = savedIn(victim.messages);
    expect(reference.update).toBeLessThan(600);
    const told = pointsOf(victim.messages).filter(([, update]) => update <= reference.update);
    const after = await trainer.train(taskFor('t', spec, place, { start: reference }));
    expect([...told, ...pointsOf(after)]).toEqual(pointsOf(whole));
    expect(savedIn(after).sha256).toBe(savedIn(whole).sha256);
  });

  test('a cancelled step stops without a checkpoint, and the trainer takes the next', async () => {
    const place = fresh();
    trainer.send({ type: 'train', task: taskFor('t', trunk(100_000), place) });
    await trainer.until(['progress']);
    trainer.send({ type: 'cancel', key: 'other' }); // of no step of ours: ignored
    trainer.send({ type: 'cancel', key: 't' });
    await trainer.until(['stopped']);
    expect(kinds(trainer.messages)).not.toContain('checkpointed');
    expect(kinds(await trainer.train(taskFor('next', trunk(2), place))).at(-1)).toBe('finished');
  });

  test('refuses a second step while it trains one', async () => {
    trainer.send({ type: 'train', task: taskFor('t', trunk(100_000), fresh()) });
    await trainer.until(['progress']);
    trainer.send({ type: 'train', task: taskFor('second', trunk(2), fresh()) });
    expect(await trainer.until(['failed'])).toMatchObject({
      key: 'second',
      reason: 'fault',
      message: expect.stringMatching(/busy with step t/),
    });
  });

  test('reports the devices of this machine', async () => {
    trainer.send({ type: 'probe' });
    const { devices } = await trainer.until(['devices']);
    expect(devices.find(({ device }) => device === 'cpu')?.available).toBe(true);
  });
});

describe('a trainer that cannot do its task says why', () => {
  test('a damaged checkpoint: reason checkpoint, with the file', async () => {
    const start = savedIn(await trainer.train(taskFor('t', trunk(3), fresh())));
    writeFileSync(start.path, readFileSync(start.path).subarray(0, 5000));
    const messages = await trainer.train(taskFor('a', tune('align'), fresh(), { start, base: start }));
    expect(messages).toEqual([
      expect.objectContaining({
        type: 'failed',
        reason: 'checkpoint',
        path: start.path,
        message: expect.stringContaining('truncated'),
      }),
    ]);
  });

  test('a missing corpus file: reason input, naming it', async () => {
    const files = { kind: 'files', pretrain: ['text.txt'], positive: ['p.jsonl'], negative: ['n.jsonl'] };
    const spec = stepSpecSchema.parse({
      ...trunk(3),
      corpus: { ...files, heldOut: 0.1 },
      tokenizer: { kind: 'bytes' },
    });
    const messages = await trainer.train(
      taskFor('t', spec, fresh(), { files: { 'text.txt': '/nowhere/text.txt' } }),
    );
    expect(messages).toEqual([expect.objectContaining({ type: 'failed', reason: 'input' })]);
    expect(JSON.stringify(messages)).toContain('text.txt: the file does not exist (/nowhere/text.txt)');
  });

  test('a checkpoint folder that is a file: reason disk', async () => {
    const blocked = fresh();
    writeFileSync(blocked, '');
    const messages = await trainer.train(taskFor('t', trunk(3), blocked));
    expect(messages.at(-1)).toMatchObject({
      type: 'failed',
      reason: 'disk',
      path: join(blocked, 't@3.safetensors'),
    });
  });

  const place = fresh();
  const mounted = mountTiny(place);
  afterAll(() => {
    if (mounted) execFileSync('umount', [place]);
  });
  test.skipIf(!mounted)(
    'a full disk (skipped where no small disk can be mounted): reason disk, nothing left',
    async () => {
      const messages = await trainer.train(taskFor('t', trunk(3, {}, 64), place));
      expect(messages.at(-1)).toMatchObject({
        type: 'failed',
        reason: 'disk',
        message: expect.stringMatching(/the disk is full/),
      });
      expect(readdirSync(place)).toEqual([]);
    },
  );
});

/** A disk of 64 KB in memory; false where the system does not let us. */
function mountTiny(path: string): boolean {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('SKIPPED: the full-disk test needs the right to mount a tmpfs');
    return false;
  }
}

describe('the end of a trainer', () => {
  test('comes on shutdown, on SIGTERM and when its host is gone', async () => {
    const [asked, ended, orphan] = [trainer, new TrainerClient(), new TrainerClient()];
    for (const client of [asked, ended, orphan]) await client.until(['ready']);
    const codes = [asked, ended, orphan].map(exited);
    asked.send({ type: 'shutdown' });
    ended.child.kill('SIGTERM');
    orphan.child.disconnect();
    expect(await Promise.all(codes)).toEqual([0, 0, 0]);
  });

  test('comes in the middle of a step too when its host is gone', async () => {
    trainer.send({ type: 'train', task: taskFor('t', trunk(100_000), fresh()) });
    await trainer.until(['progress']);
    const code = exited(trainer);
    trainer.child.disconnect();
    expect(await code).toBe(0);
  });

  test('comes at once where no host started it, saying what it is', async () => {
    const entry = trainer.child.spawnargs.at(-1)!;
    const run = () => execFileSync(process.execPath, [entry], { stdio: 'pipe', encoding: 'utf8' });
    expect(run).toThrow(/it is started by Springback/);
  });
});
