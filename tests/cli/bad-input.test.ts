// Bad input, case by case, through the real command line: what it says, the code it ends with, and that nothing of it
// stays: no experiment in the history, no lock, no half-written file.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { everyPoint, temporaryHome } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { type OwnDisk, ownDisk } from '../support/own-disk.ts';
import { cli, type Ended, scheduleFile, startCli } from './run-cli.ts';

const single = (change: Record<string, unknown> = {}) => tinySchedule({ axes: {}, seeds: [1], ...change });
const long = single({ name: 'long', pretrain: { tokens: 480_000, batch: 8, warmup: 4 } });
const endless = single({ name: 'endless', pretrain: { tokens: 50_000_000, batch: 8, warmup: 4 } });

/** Every file of a folder by its relative path, without what SQLite keeps beside an open database. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((file) => !/\.sqlite-(wal|shm)$/.test(file))
    .sort();

const experiments = async (home: string): Promise<{ id: number; state: string; error: string }[]> => {
  const { code, stdout, stderr } = await cli('list', '--json', '--home', home);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
};

function points(home: string, id = 1): string[] {
  const history = openStore(join(home, 'database'), { readonly: true });
  try {
    return everyPoint(history, id);
  } finally {
    history.close();
  }
}

/** A refusal in plain words: each text is in the message, and no line of it is a stack trace. */
function expectRefusal({ code, stdout, stderr }: Ended, expectedCode: 1 | 2, texts: readonly string[]): void {
  expect(code, stderr).toBe(expectedCode);
  for (const text of texts) expect(stderr).toContain(text);
  expectPlain(stderr);
  expect(stdout).toBe('');
}
const expectPlain = (stderr: string): void => expect(stderr).not.toMatch(/^\s+at |node:internal|Error:/m);

/** What a data folder holds that nothing was ever trained in. */
const emptyHome = ['database/history.sqlite', 'database/history.sqlite-closed', 'host.lock'];

/** A folder with a schedule and a data folder in which it was trained, made once for all tests. */
let shared: { readonly file: string; readonly home: string };
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'springback-'));
  shared = { home: join(folder, 'data'), file: scheduleFile(folder, single()) };
  expect(await cli('run', shared.file, '--home', shared.home)).toMatchObject({ code: 0 });
  return () => rmSync(folder, { recursive: true, force: true });
});

/** A copy of it. */
function trained(home = join(temporaryHome(), 'data')): { file: string; home: string } {
  cpSync(shared.home, home, { recursive: true });
  return { file: shared.file, home };
}

const text = JSON.stringify(single());
const having = (change: Record<string, unknown>): string => JSON.stringify(single(change));
const model = { width: 8, layers: 1, heads: 1, context: 24 };

describe('a schedule that is', () => {
  it.each<[string, string | Uint8Array, ...string[]]>([
    [
      'cut off',
      text.slice(0, -1),
      `bad.json:1:${text.length}: this is not JSON: expected "," or "}", got the end`,
    ],
    ['empty', '', 'bad.json:1:1: this is not JSON: expected an object, got the end of the file'],
    [
      'ended by a trailing comma',
      `${text.slice(0, -1)},\n}`,
      'bad.json:2:1: this is not JSON: expected a name in double quotes, got "}"',
    ],
    ['binary', new Uint8Array(40), 'bad.json:1:1: this is not JSON: expected an object, got "\\u0000"'],
    [
      'in UTF-16, as PowerShell writes it',
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
      'bad.json: byte 0 (0xff) is not UTF-8: expected a schedule, JSON in UTF-8',
    ],
    ['no object', `[${text}]`, 'bad.json: expected an object, got [{'],
    [
      'marked with a BOM, and wrong inside',
      `\uFEFF${having({ name: '' })}`,
      'bad.json: name: expected a non-empty string of at most 200 characters, got ""',
    ],
    [
      'of wrong types, with unknown fields',
      having({
        name: 5,
        seeds: 'all',
        axes: [1],
        pretrain: null,
        corpus: undefined,
        modle: {},
        model: { ...model, zzz: [3] },
      }),
      'bad.json: name: expected a non-empty string of at most 200 characters, got 5',
      'bad.json: seeds: expected a list of at least one value, got "all"',
      'bad.json: axes: expected an object, got [1]',
      'bad.json: pretrain: expected an object, got null',
      'bad.json: corpus: missing, expected an object whose "kind" is one of "reviews"',
      'bad.json: modle: unknown field, got {}; did you mean "model"?',
      'bad.json: model.zzz: unknown field, got [3]; known here: family, width, layers',
    ],
    [
      'with axes on paths that do not exist',
      having({
        axes: {
          'model.layer': [1, 2],
          'model.zzz.y': [1],
          '__proto__.x': [1],
          'realign.rate': [1],
          seeds: [1],
          'model.width': [8, -16],
        },
      }),
      'bad.json: axes.model.layer: a schedule has no field "model.layer"; did you mean "model.layers"?',
      'bad.json: axes.model.zzz.y: a schedule has no field "model.zzz.y"; known in "model": family, width, layers',
      'bad.json: axes.__proto__.x: a schedule has no field "__proto__.x"; known here: corpus, tokenizer, model',
      'bad.json: axes.realign.rate: this schedule has no phase "realign"',
      'bad.json: axes.seeds: "seeds" is the same for all runs and cannot be an axis',
      'bad.json: axes.model.width[1]: expected a positive integer, got -16',
    ],
    [
      'of negative sizes',
      having({
        model: { width: -8, layers: 0, heads: 1.5, context: -24 },
        pretrain: { tokens: -1, batch: -8 },
        align: { examples: -1 },
        seeds: [-1],
      }),
      'bad.json: model.width: expected a positive integer, got -8',
      'bad.json: model.layers: expected a positive integer, got 0',
      'bad.json: model.heads: expected a positive integer, got 1.5',
      'bad.json: model.context: expected an integer at least 4, got -24',
      'bad.json: pretrain.tokens: expected an integer at least 0, got -1',
      'bad.json: pretrain.batch: expected a positive integer, got -8',
      'bad.json: align.examples: expected',
      'bad.json: seeds[0]: expected an integer at least 0, got -1',
    ],
  ])('%s is refused, and no data folder is made', async (_, content, ...texts) => {
    const folder = temporaryHome();
    writeFileSync(join(folder, 'bad.json'), content);
    const home = join(folder, 'data');
    expectRefusal(await cli('run', join(folder, 'bad.json'), '--home', home), 2, texts);
    expect(existsSync(home)).toBe(false);
  });

  it('not there, a folder, or under a file is refused, and so it is by "estimate"', async () => {
    const folder = temporaryHome();
    const home = join(folder, 'data');
    writeFileSync(join(folder, 'bad.json'), '[]');
    mkdirSync(join(folder, 'folder.json'));
    await Promise.all(
      [
        ['none.json', 'the file does not exist'],
        ['folder.json', 'this is a folder, expected a file'],
        ['bad.json/deeper.json', 'a part of this path is a file, not a folder'],
      ].map(async ([name, message]) => {
        const file = join(folder, name!);
        expectRefusal(await cli('run', file, '--home', home), 2, [`${file}: ${message}`]);
      }),
    );
    expectRefusal(await cli('estimate', join(folder, 'bad.json'), '--home', home), 2, [
      'expected an object, got []',
    ]);
    expect(existsSync(home)).toBe(false);
    expect(await experiments(home)).toEqual([]);
  });
});

describe('a corpus file that is', () => {
  const pairs = (response: string): string =>
    Array.from({ length: 60 }, (_, i) =>
      JSON.stringify({ prompt: `What of number ${i}?`, response: `${response} ${i}.` }),
    ).join('\n');
  const book = Array.from({ length: 300 }, (_, i) => `It was the ${i}th dark and stormy night.`).join('\n\n');
  const userCorpus = (corpus: Record<string, unknown>): unknown =>
    single({
      tokenizer: { kind: 'bytes' },
      corpus: {
        kind: 'files',
        pretrain: ['book.txt'],
        positive: ['yes.jsonl'],
        negative: ['no.jsonl'],
        ...corpus,
      },
      align: { examples: 32, batch: 8 },
      unalign: { examples: 32, batch: 8 },
    });
  const files: Record<string, string | Uint8Array> = {
    'book.txt': book,
    'yes.jsonl': pairs('Good'),
    'no.jsonl': pairs('Bad'),
    'empty.txt': '',
    'binary.txt': new Uint8Array([77, 90, 0, 3]),
    'one.txt': book.replaceAll('\n\n', ' '),
    'short.txt': 'Too short.\n\nIt is.\n\nYes.',
    'slip.jsonl': `${pairs('Good')}\n{"prompt": 3, "response": ""}`,
  };
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'springback-'));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    mkdirSync(join(folder, 'sub'));
    return () => rmSync(folder, { recursive: true, force: true });
  });

  it.each<[string, Record<string, unknown>, ...string[]]>([
    [
      'missing',
      {
        pretrain: ['book.txt', 'gone.txt'],
        positive: ['a.jsonl'],
        negative: ['book.txt/x.jsonl'],
        control: ['sub'],
      },
      'schedule.json: corpus.pretrain[1]: gone.txt: the file does not exist (',
      '/gone.txt)',
      'schedule.json: corpus.positive[0]: a.jsonl: the file does not exist',
      'schedule.json: corpus.negative[0]: book.txt/x.jsonl: a part of this path is a file, not a folder',
      'schedule.json: corpus.control[0]: sub: this is a folder, expected a file',
    ],
    [
      'empty',
      { pretrain: ['empty.txt'] },
      'schedule.json: corpus.pretrain[0]: empty.txt: the file is empty (0 bytes): expected UTF-8 text',
    ],
    [
      'binary',
      { pretrain: ['binary.txt'] },
      'schedule.json: corpus.pretrain[0]: binary.txt: byte 2 is NUL: this is a binary file, expected UTF-8 text',
    ],
    [
      'shorter than one context',
      { pretrain: ['short.txt'] },
      'schedule.json: corpus.pretrain[0]: short.txt: the text to train on is 12 tokens long: expected at least one context, 24 tokens',
    ],
    [
      'one single document',
      { pretrain: ['one.txt'] },
      'schedule.json: corpus.pretrain[0]: one.txt: all of it is held out, nothing is left to train on: expected more documents',
    ],
    [
      'wrong in a line',
      { negative: ['slip.jsonl'] },
      'schedule.json: corpus.negative[0]: slip.jsonl:61: field "prompt" is 3: expected a string',
    ],
  ])('%s is named with its place in the schedule, and nothing is queued', async (_, corpus, ...texts) => {
    const home = join(temporaryHome(), 'data');
    expectRefusal(await cli('run', scheduleFile(folder, userCorpus(corpus)), '--home', home), 2, texts);
    expect(filesIn(home)).toEqual(emptyHome);
    expect(await experiments(home)).toEqual([]);
  });

  it('gone after the first run fails the second run alone, by its name', async () => {
    const home = join(temporaryHome(), 'data');
    const file = scheduleFile(folder, userCorpus({}));
    expect(await cli('run', file, '--home', home)).toMatchObject({ code: 0 });
    const [before, measured] = [filesIn(home), points(home)];
    rmSync(join(folder, 'no.jsonl'));
    expectRefusal(await cli('run', file, '--home', home), 2, [
      'corpus.negative[0]: no.jsonl: the file does not exist',
    ]);
    expect(filesIn(home).filter((name) => !name.includes('backups'))).toEqual(before);
    expect(points(home)).toEqual(measured);
    expect(await experiments(home)).toMatchObject([{ id: 1, state: 'finished' }]);
  });
});

describe('a checkpoint that is', () => {
  let prepared: { interrupted: string; expected: string[]; file: string };
  let interruptedFile: string;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'springback-'));
    const [calm, interrupted] = [join(folder, 'calm'), join(folder, 'interrupted')];
    const file = scheduleFile(folder, long);
    expect(await cli('run', file, '--home', calm)).toMatchObject({ code: 0 });
    const { child, ended } = startCli(['run', file, '--home', interrupted, '--json']);
    await new Promise<void>((resolve, reject) => {
      child.stdout!.on('data', (line: string) => /"update":[1-9]\d/.test(line) && resolve());
      void ended.then(() => reject(new Error('the run ended before it could be interrupted')));
    });
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130 });
    interruptedFile = readdirSync(join(interrupted, 'checkpoints'))[0]!;
    prepared = { interrupted, expected: points(calm), file };
    return () => rmSync(folder, { recursive: true, force: true });
  });

  it.each<[string, (file: string) => void, RegExp]>([
    ['cut off', (file) => truncateSync(file, 9000), /truncated: .*set aside/],
    [
      'altered in one bit',
      (file) => {
        const bytes = readFileSync(file);
        bytes[bytes.length - 100]! ^= 1;
        writeFileSync(file, bytes);
      },
      /altered since it was written.*set aside/,
    ],
    ['gone', (file) => rmSync(file), /the file is missing.*set aside/],
  ])('%s is told, and the run ends with the bits of an undisturbed one', async (_, damage, told) => {
    const home = join(temporaryHome(), 'data');
    cpSync(prepared.interrupted, home, { recursive: true });
    damage(join(home, 'checkpoints', interruptedFile));
    const { code, stderr, stdout } = await cli('run', prepared.file, '--home', home);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^Experiment 1 is finished: 1 runs, 4 steps trained/);
    expect(stderr).toMatch(told);
    expect(stderr).toContain(interruptedFile);
    expectPlain(stderr);
    expect(points(home)).toEqual(prepared.expected);
    expect(filesIn(home).filter((name) => /partial|host\.json|journal/.test(name))).toEqual([]);
  });

  it('an ancestor’s is made again before what needs it, with the same bits', async () => {
    const { home } = trained();
    const before = points(home);
    for (const name of readdirSync(join(home, 'checkpoints')))
      writeFileSync(join(home, 'checkpoints', name), 'not a checkpoint');
    const more = scheduleFile(temporaryHome(), single({ name: 'more', unalign: { examples: 32, batch: 8 } }));
    const { code, stderr } = await cli('run', more, '--home', home);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/step [0-9a-f]{64} is trained again: checkpoint .*safetensors: truncated|header/);
    expect(points(home)).toEqual(before);
    const calm = join(temporaryHome(), 'data');
    expect(await cli('run', more, '--home', calm)).toMatchObject({ code: 0 });
    expect(points(home, 2)).toEqual(points(calm));
  });
});

describe('a database', () => {
  const inDatabase = (home: string, work: (database: Database.Database) => void): void => {
    const database = new Database(join(home, 'database/history.sqlite'));
    work(database);
    database.close();
  };

  it('from a newer version is refused by all that would change it, is not touched, and can be read', async () => {
    const { home, file } = trained();
    inDatabase(home, (database) => database.pragma('user_version = 99'));
    const [files, bytes] = [filesIn(home), readFileSync(join(home, 'database/history.sqlite'))];
    for (const args of [['run', file], ['pause', '1'], ['serve']]) {
      const ended = await cli(...args, '--home', home);
      expectRefusal(ended, 1, [
        `${home}/database/history.sqlite was written by a newer version of Springback (its version is 99, this one knows `,
        'it was not changed',
      ]);
    }
    expect(await experiments(home)).toMatchObject([{ id: 1, state: 'finished' }]);
    expect(filesIn(home)).toEqual(files);
    expect(readFileSync(join(home, 'database/history.sqlite'))).toEqual(bytes);
  });

  it('of another program is refused and not touched', async () => {
    const { home, file } = trained();
    rmSync(join(home, 'database'), { recursive: true });
    mkdirSync(join(home, 'database'));
    inDatabase(home, (database) => database.exec('CREATE TABLE mine (a)'));
    const [files, bytes] = [filesIn(home), readFileSync(join(home, 'database/history.sqlite'))];
    expectRefusal(await cli('run', file, '--home', home), 1, [
      'history.sqlite is not a history of Springback',
    ]);
    expect(filesIn(home)).toEqual(files);
    expect(readFileSync(join(home, 'database/history.sqlite'))).toEqual(bytes);
  });

  it('that is damaged is moved aside, and no checkpoint is lost with it', async () => {
    const { home, file } = trained();
    writeFileSync(join(home, 'database/history.sqlite'), 'no database'.repeat(1000));
    const checkpoints = readdirSync(join(home, 'checkpoints')).sort();
    expectRefusal(await cli('list', '--home', home), 1, [
      'history.sqlite is damaged',
      'it was left where it is',
    ]);
    expectRefusal(await cli('run', file, '--home', home), 1, [
      'history.sqlite is damaged',
      `it was moved to ${home}/database/damaged/history-`,
      'there is no good backup',
    ]);
    expect(readdirSync(join(home, 'checkpoints')).sort()).toEqual(checkpoints);
    expect(await experiments(home)).toEqual([]);
    expect(await cli('run', file, '--home', home)).toMatchObject({ code: 0 });
    expect(readdirSync(join(home, 'checkpoints/damaged')).sort()).toEqual(checkpoints);
    expect(await experiments(home)).toMatchObject([{ id: 1, state: 'finished' }]);
  });
});

describe('two hosts on one data folder', () => {
  const stopped = async ({ child, ended }: ReturnType<typeof startCli>): Promise<Ended> => {
    child.kill('SIGINT');
    return ended;
  };

  it('the second is told who has it, changes nothing, and goes on when the first has ended', async () => {
    const folder = temporaryHome();
    const home = join(folder, 'data');
    const file = scheduleFile(folder, endless);
    const first = startCli(['run', file, '--home', home, '--json']);
    onTestFinished(() => void first.child.kill('SIGKILL'));
    await new Promise<void>((resolve) => {
      first.child.stdout!.on('data', (line: string) => /"update":[1-9]/.test(line) && resolve());
    });
    const who = `a springback command (process ${first.child.pid}) works on ${home}; end it, or name another folder with --home`;
    const other = join(folder, 'other.json');
    writeFileSync(other, having({ name: 'second' }));
    for (const args of [['run', other], ['serve']])
      expectRefusal(await cli(...args, '--home', home), 1, [who]);
    expectRefusal(await cli('pause', '1', '--home', home), 1, [
      `process ${first.child.pid} works on this data folder`,
    ]);
    expect(await experiments(home)).toMatchObject([{ id: 1, state: 'running' }]);
    expect(JSON.parse(readFileSync(join(home, 'host.json'), 'utf8'))).toMatchObject({ pid: first.child.pid });
    expect(await stopped(first)).toMatchObject({ code: 130 });
    expect(existsSync(join(home, 'host.json'))).toBe(false);
    expect(await cli('run', other, '--home', home)).toMatchObject({ code: 0 });
    expect((await experiments(home)).map(({ id }) => id)).toEqual([2, 1]);
  });

  it('begun in the same moment on a new folder: one trains, the other is refused', async () => {
    const folder = temporaryHome();
    const home = join(folder, 'data');
    const file = scheduleFile(folder, long);
    const all = await Promise.all(Array.from({ length: 2 }, () => cli('run', file, '--home', home)));
    expect(all.map(({ code }) => code).sort(), JSON.stringify(all)).toEqual([0, 1]);
    for (const ended of all.filter(({ code }) => code === 1)) expectRefusal(ended, 1, [`works on ${home}`]);
    expect(await experiments(home)).toMatchObject([{ id: 1, state: 'finished' }]);
    expect(filesIn(home).filter((name) => /partial|host\.json|journal/.test(name))).toEqual([]);
  });
});

describe('a data folder that cannot be written', () => {
  it.each<[string, (home: string) => void, ...string[]]>([
    [
      'it is a file',
      (home) => writeFileSync(home, ''),
      ': a file of this name is in the way; name another with --home',
    ],
    [
      'its database is a file',
      (home) => {
        mkdirSync(home);
        writeFileSync(join(home, 'database'), '');
      },
      '/database cannot be written: a file of this name is in the way',
    ],
    [
      'its lock is a folder',
      (home) => mkdirSync(join(home, 'host.lock'), { recursive: true }),
      '/host.lock: the history cannot be written here',
    ],
    [
      'its history is a folder',
      (home) => mkdirSync(join(home, 'database/history.sqlite'), { recursive: true }),
      '/database/history.sqlite: the history cannot be written here',
    ],
  ])('because %s is named', async (_, prepare, ...texts) => {
    const folder = temporaryHome();
    const home = join(folder, 'data');
    prepare(home);
    const before = filesIn(folder);
    const ended = await cli('run', scheduleFile(temporaryHome(), single()), '--home', home);
    expectRefusal(ended, ended.code === 2 ? 2 : 1, [home, ...texts]);
    expect(ended.code).toBe(/cannot be written: /.test(ended.stderr) ? 2 : 1);
    expect(filesIn(folder).filter((name) => name !== 'data/host.lock')).toEqual(before);
  });

  it('because the disk is read-only is named; the history in it can be read', async (context) => {
    const disk = ownDisk(context, '16m');
    const home = join(disk.path, 'data');
    const readOnly = `the data folder ${home} cannot be written: the disk is read-only; name another with --home`;
    disk.change('ro');
    expectRefusal(await cli('run', shared.file, '--home', home), 2, [readOnly]);
    disk.change('rw');
    const { file } = trained(home);
    const files = filesIn(disk.path);
    disk.change('ro');
    for (const args of [['run', file], ['pause', '1'], ['serve']])
      expectRefusal(await cli(...args, '--home', home), 2, [readOnly]);
    expect(await experiments(home)).toMatchObject([{ id: 1, state: 'finished' }]);
    expect(await cli('compare', '1', '--csv', '--home', home)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('update,behaviour.logOdds'),
    });
    expect(filesIn(disk.path)).toEqual(files);
  });

  it.each(['data', 'data/checkpoints', 'data/database'])(
    'because %s may not be written is named',
    async (name) => {
      const folder = temporaryHome();
      const home = join(folder, 'data');
      const locked = join(folder, name);
      for (const part of ['database', 'checkpoints']) mkdirSync(join(home, part), { recursive: true });
      const file = scheduleFile(folder, single());
      if (!runAsNobody.possible) chmodSync(locked, 0o555);
      else {
        chmodSync(folder, 0o755);
        for (const part of ['data', 'data/database', 'data/checkpoints'])
          chmodSync(join(folder, part), part === name ? 0o555 : 0o777);
      }
      onTestFinished(() => chmodSync(locked, 0o755));
      const { code, stderr } = runAsNobody(['run', file, '--home', home]);
      expect({ code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(
          `the data folder ${locked} cannot be written: permission denied; name another with --home`,
        ),
      });
      expectPlain(stderr);
      expect(filesIn(home)).toEqual([]);
    },
  );
});

/** Permissions don't bind root, so root runs the command as another user. */
function runAsNobody(args: readonly string[]): { code: number | null; stderr: string } {
  const drop = 'data:text/javascript,process.setgroups([]);process.setgid(65534);process.setuid(65534)';
  const entry = resolve(import.meta.dirname, '../../src/cli/cli.ts');
  const before = runAsNobody.possible ? ['--import', drop] : [];
  const { status, stderr } = spawnSync(process.execPath, [...before, entry, ...args], { encoding: 'utf8' });
  return { code: status, stderr };
}
runAsNobody.possible = process.getuid?.() === 0;

describe('a full disk', () => {
  const grid = tinySchedule({ name: 'full', axes: { 'model.width': [8, 32] } });
  const filler = (disk: OwnDisk): string => join(disk.path, 'filler');
  function fill(disk: OwnDisk, leaveBytes: number): void {
    rmSync(filler(disk), { force: true });
    const { bavail, bsize } = statfsSync(disk.path);
    try {
      writeFileSync(filler(disk), new Uint8Array(Math.max(0, bavail * bsize - leaveBytes)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error; // a host that writes meanwhile filled it first
    }
  }
  let known: string[] | null = null;
  async function undisturbed(): Promise<string[]> {
    const home = join(temporaryHome(), 'data');
    if (known !== null) return known;
    expect(await cli('run', scheduleFile(temporaryHome(), grid), '--home', home)).toMatchObject({ code: 0 });
    known = points(home);
    return known;
  }
  const goesOn = async (home: string, file: string): Promise<void> => {
    expect(await cli('resume', '1', '--home', home)).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await cli('run', file, '--home', home);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^Experiment 1 is finished: 4 runs/);
  };
  const strays = (folder: string): string[] =>
    filesIn(folder).filter((name) => /partial|host\.json|journal|damaged/.test(name));

  it('met by a checkpoint pauses the experiment; with room it ends with the bits of an undisturbed run', async (context) => {
    const disk = ownDisk(context, '2200k');
    const home = join(disk.path, 'data');
    const file = scheduleFile(temporaryHome(), grid);
    const { code, stderr, stdout } = await cli('run', file, '--home', home);
    expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /Experiment 1 paused: .*: the disk is full.*; make room on the disk, then resume \(\d of 4 runs are finished\)/,
    );
    expectPlain(stderr);
    expect(strays(disk.path)).toEqual([]);
    fill(disk, 40_000); // too little for the backup that is due
    await cli('pause', '1', '--home', home);
    expect(strays(disk.path)).toEqual([]);
    fill(disk, 0);
    expectRefusal(await cli('resume', '1', '--home', home), 1, [home, 'the disk is full']);
    expect(strays(disk.path)).toEqual([]);
    disk.change('size=16m'); // a disk without a free byte may keep even a reader from the history
    // That it was paused again may have found no room: then it is what it was when the host ended, at work.
    expect(await experiments(home)).toMatchObject([
      { id: 1, state: expect.stringMatching(/^(paused|running)$/) },
    ]);
    await goesOn(home, file);
    expect(points(home)).toEqual(await undisturbed());
  });

  it('met by the history in the middle of training does the same', async (context) => {
    const disk = ownDisk(context, '12m');
    const home = join(disk.path, 'data');
    const file = scheduleFile(temporaryHome(), grid);
    const { child, ended } = startCli(['run', file, '--home', home, '--json']);
    await new Promise<void>((resolve) => {
      child.stdout!.on('data', (line: string) => line.includes('"trainers"') && resolve());
    });
    fill(disk, 0);
    const { code, stdout, stderr } = await ended;
    expect(code, stderr).toBe(1);
    expect(stdout).toMatch(
      /"type":"ended","id":1,"state":"paused","error":"[^"]*the disk is full[^"]*make room on the disk, then resume"/,
    );
    expectPlain(stderr);
    expect(strays(disk.path)).toEqual([]);
    rmSync(filler(disk));
    await goesOn(home, file);
    expect(points(home)).toEqual(await undisturbed());
  });

  it('met before anything was begun is named, and no half-made history stays', async (context) => {
    const disk = ownDisk(context, '2200k');
    const file = scheduleFile(temporaryHome(), single());
    for (const kilobytes of [0, 4, 40, 100, 150]) {
      fill(disk, kilobytes * 1024);
      const home = join(disk.path, 'data');
      const { code, stdout, stderr } = await cli('run', file, '--home', home);
      const told = `${kilobytes} kB: ${code} ${stderr}`;
      expect(told).toMatch(
        /kB: (1 springback: \S*data\/\S+: the disk is full|2 springback: this schedule writes about 0\.\d MB, but the disk of the data folder has 0\.\d MB free)/,
      );
      expectPlain(stderr);
      expect(stdout).toBe('');
      expect(strays(disk.path), told).toEqual([]);
      if (code === 2) expect(await experiments(home)).toEqual([]);
      else expect(existsSync(join(home, 'database/history.sqlite')), told).toBe(false);
      rmSync(filler(disk));
      rmSync(home, { recursive: true, force: true });
    }
  });
});
