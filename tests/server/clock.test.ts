// A real server with real trainers on a machine whose clock is set, ahead and back, while they work and between starts.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CommandInput, CommandName, CommandOutput } from '../../src/contract/window.ts';
import { eventSchema, type WindowEvent } from '../../src/contract/window.ts';
import { openReadOnly } from '../../src/host/open-host.ts';
import { end, startServer } from '../browser/served-window.ts';
import { everyPoint, runToEnd, temporaryHome, temporaryHost } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { clocks, day, type SettableClock, settableClock } from '../support/settable-clock.ts';

beforeAll(requireBuild);

async function serve(home: string, clock: SettableClock, args: readonly string[] = []) {
  const { child, url, port } = await startServer(home, args, { environment: clock.environment });
  const { origin, searchParams } = new URL(url);
  const token = searchParams.get('token')!;
  const headers = { cookie: `springback-${port}=${token}`, 'content-type': 'application/json' };
  const call = async <C extends CommandName>(
    command: C,
    input: CommandInput<C>,
  ): Promise<CommandOutput<C>> => {
    const body = JSON.stringify(input);
    const response = await fetch(`${origin}/api/${command}`, { method: 'POST', headers, body });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${command}: ${JSON.stringify(answer)}`);
    return answer as CommandOutput<C>;
  };
  return { child, token, call, events: () => readEvents(origin, headers) };
}

async function* readEvents(origin: string, headers: Record<string, string>): AsyncGenerator<WindowEvent> {
  const response = await fetch(`${origin}/api/events`, { headers });
  let text = '';
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    text += part;
    const whole = text.split('\n\n');
    text = whole.pop()!;
    for (const line of whole)
      if (line.startsWith('data: ')) yield eventSchema.parse(JSON.parse(line.slice(6)));
  }
}

/** Some seconds of work: a host looks every two seconds whether a trainer is silent. */
const schedule = (name: string, seeds: readonly number[]) =>
  tinySchedule({ name, axes: {}, seeds, pretrain: { tokens: 480_000, batch: 8, warmup: 4 } });
const submission = (schedule: unknown) => ({ schedule }) as CommandInput<'experiment.submit'>;

/** Everything in an event that says how fast or how long. */
function speeds(event: WindowEvent): (number | null)[] {
  if (event.type === 'experiment') {
    const { tokensPerSecond, etaSeconds } = event.summary.progress;
    return [tokensPerSecond, etaSeconds];
  }
  if (event.type !== 'trainers') return [];
  return event.trainers.flatMap(({ tokensPerSecond, etaSeconds }) => [tokensPerSecond, etaSeconds]);
}

describe('a host whose clock is set again and again while it trains', () => {
  it('trains the same bits, ends no trainer, and tells a speed and a time to go that can be believed', async () => {
    const still = temporaryHost({ workers: 1 });
    still.lab.start();
    const expected = everyPoint(still.history, await runToEnd(still, schedule('first', [1, 2])));

    const [home, clock] = [temporaryHome(), settableClock()];
    const { child, call, events } = await serve(home, clock, ['--workers', '1']);
    const settings = [clocks.ahead, clocks.behind, clocks.in2100, clocks.in1970, clocks.true];
    const seen: WindowEvent[] = [];
    const stream = events();
    const first = stream.next();
    await call('experiment.submit', submission(schedule('first', [1, 2])));
    let jumps = 0;
    for (let { value } = await first; value !== undefined; { value } = await stream.next()) {
      seen.push(value);
      if (value.type === 'trainers') clock.set(settings[jumps++ % settings.length]!);
      if (value.type === 'experiment' && value.summary.state === 'finished') break;
    }
    expect(jumps).toBeGreaterThanOrEqual(settings.length); // each was met
    const pids = new Set(
      seen.flatMap((event) => (event.type === 'trainers' ? event.trainers.map(({ pid }) => pid) : [])),
    );
    expect(pids.size).toBe(1); // none was taken for silent or for idle
    for (const pid of [child.pid!, ...pids]) expect(clock.moves(pid)).toBe(true);

    for (const number of seen.flatMap(speeds)) if (number !== null) expect(number).toBeGreaterThanOrEqual(0);
    const told = seen.flatMap((event) => (event.type === 'experiment' ? [event.summary] : []));
    const done = told.map(({ progress }) => progress.tokensDone);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    const running = told
      .filter(({ state }) => state === 'running')
      .map(({ progress }) => progress.etaSeconds);
    // Known soon and from then on: no jump makes it forget. A few seconds of work do not take an hour.
    const known = running.slice(running.findIndex((seconds) => seconds !== null));
    expect(known.length).toBeGreaterThan(0);
    expect(known.every((seconds) => seconds !== null && seconds < 3600)).toBe(true);

    clock.set(clocks.in1970);
    await call('experiment.submit', submission(schedule('second', [3])));
    // Lists go by date, here by one that is wrong, so that what was imported stands where its date belongs.
    expect((await call('experiment.list', {})).map(({ name }) => name)).toEqual(['first', 'second']);
    const runs = (await call('history.runs', {})).map(({ id }) => id);
    expect(runs).toEqual([1, 2, 3]); // of the newest experiment first
    const log = await call('workbench.log', {});
    expect(log.map(({ id }) => id)).toEqual(log.map((_, index) => index + 1));
    expect(log.filter(({ level }) => level !== 'info')).toEqual([]);
    await end(child);
    const kept = openReadOnly(home);
    expect(everyPoint(kept.history, 1)).toEqual(expected);
    kept.close();
  }, 90_000);
});

describe('a host that is started again with another clock', () => {
  it('keeps uploads, drafts, decks, backups in their order, its lock, and the key of open windows', async () => {
    const [home, clock] = [temporaryHome(), settableClock()];
    const bytes = Buffer.alloc(1000, 7);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const daily: string[] = [];
    const asked: string[] = [];
    const tokens: string[] = [];
    let received = 0;
    let draft: { id: number | null; revision: number } = { id: null, revision: 0 };
    let deck = draft;
    const settings = [0, 8 * day, clocks.behind, clocks.in2100, clocks.in1970, 0, 8 * day];
    for (const [start, offset] of settings.entries()) {
      clock.set(offset);
      const { child, token, call } = await serve(home, clock, ['--workers', '1']);
      tokens.push(token);
      if (offset === clocks.in2100)
        await expect(startServer(home, [], { environment: clock.environment })).rejects.toThrow(
          `process ${child.pid}`,
        );

      expect((await call('upload.status', { sha256, bytes: 1000 })).received).toBe(received);
      const data = bytes.subarray(received, received + 100).toString('base64');
      received = (await call('upload.append', { sha256, offset: received, data })).received;

      draft = await call('draft.save', { ...draft, name: 'mine', text: `text ${start}`, folder: '' });
      deck = await call('deck.save', { ...deck, deck: { deck: 1, name: `deck ${start}`, slides: [] } });
      if (start === 0) await call('experiment.submit', submission(tinySchedule({ axes: {}, seeds: [1] })));
      // A start with a clock that is further than a day from the last backup makes one by itself.
      const own = (await call('backup.list', {})).find(({ kind }) => kind === 'daily');
      if (own !== undefined) daily.push(own.file);
      const { file, created } = await call('backup.create', {});
      asked.push(file);
      expect(Math.abs(Date.parse(created) - Date.now() - offset)).toBeLessThan(day);
      expect((await call('backup.list', {}))[0]!.file).toBe(file);
      await end(child);
    }

    // Of those that were made by themselves the five made last are kept, and all that were asked for.
    const { child, call } = await serve(home, clock, ['--workers', '1']);
    const list = await call('backup.list', {});
    const kept = (which: string): string[] =>
      list.filter(({ kind }) => kind === which).map(({ file }) => file);
    expect(new Set(daily).size).toBe(6);
    expect(kept('daily')).toEqual(daily.slice(-5).toReversed());
    expect(kept('asked')).toEqual(asked.toReversed());

    const [text] = await call('draft.list', {});
    expect(text).toMatchObject({ text: 'text 6', revision: 7 });
    expect(await call('deck.list', {})).toMatchObject([{ name: 'deck 6', revision: 7 }]);
    // Days do not lock a window out. A key of 2026 is too old in 2100, and one of 2100 is not trusted before.
    expect(new Set(tokens.slice(0, 3)).size).toBe(1);
    await end(child);
  }, 90_000);
});
