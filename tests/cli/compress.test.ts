import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryHome } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { cli, scheduleFile } from './run-cli.ts';

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Trains a schedule and returns its folder and its checkpoints. */
async function trained(change: Record<string, unknown>, files: Record<string, string> = {}) {
  const home = temporaryHome();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text);
  const run = await cli(
    'run',
    scheduleFile(home, tinySchedule({ axes: {}, seeds: [1], ...change })),
    '--home',
    home,
  );
  expect(run.code, run.stderr).toBe(0);
  const folder = join(home, 'checkpoints');
  const checkpoints = readdirSync(folder).map((name) => join(folder, name));
  return { home, checkpoints, at: (name: string) => join(home, name) };
}

describe('springback compress', () => {
  it('takes held-out text of a grammar there and back, in the size of the cross-entropy', async () => {
    const { checkpoints, at } = await trained({});
    const [model, other] = checkpoints as [string, string];
    const [text, packed, again] = [at('held-out.txt'), at('held-out.spb'), at('again.txt')];

    const there = await cli('compress', model, text, packed, '--held-out', '20000', '--json');
    expect(there.code, there.stderr).toBe(0);
    const figures = JSON.parse(there.stdout) as Record<string, number>;
    expect(figures.bytesIn).toBe(readFileSync(text).length);
    expect(figures.bytesIn).toBeGreaterThanOrEqual(20_000);
    expect(figures.bytesOut).toBe(readFileSync(packed).length);
    expect(figures.payloadBytes).toBe(figures.bytesOut! - 88);
    expect(figures.bitsPerByte).toBeCloseTo((8 * figures.payloadBytes!) / figures.bytesIn!, 12);
    expect(Math.abs(figures.differenceShare!)).toBeLessThan(0.001);

    const back = await cli('decompress', model, packed, again);
    expect(back).toMatchObject({ code: 0, stdout: expect.stringContaining('bytes out') });
    expect(readFileSync(again)).toEqual(readFileSync(text));

    const wrong = await cli('decompress', other, packed, at('wrong.txt'));
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain(
      `held-out.spb: bytes 40–71: wrong checkpoint: expected the one of SHA-256 ${sha256(model)}, got ${sha256(other)}`,
    );
    const over = await cli('decompress', model, packed, text);
    expect(over).toMatchObject({ code: 2, stderr: expect.stringContaining('exists already; --force') });
  });

  it("takes the user's own text, and says what a file must be where it is not", async () => {
    const lines = Array.from(
      { length: 60 },
      (_, i) => `Paragraph ${i} on the nature of springs, which return.`,
    );
    const pair = (i: number) => JSON.stringify({ prompt: `Question ${i}?`, response: `Answer ${i}.` });
    const { home, checkpoints, at } = await trained(
      {
        corpus: {
          kind: 'files',
          pretrain: ['notes.txt'],
          positive: ['pairs.jsonl'],
          negative: ['pairs.jsonl'],
        },
        tokenizer: { kind: 'bpe', vocabulary: 270 },
        align: { examples: 4, batch: 4 },
        unalign: { examples: 4, batch: 4 },
      },
      {
        'notes.txt': lines.join('\n\n'),
        'pairs.jsonl': Array.from({ length: 12 }, (_, i) => pair(i)).join('\n'),
      },
    );
    const model = checkpoints[0]!;
    writeFileSync(at('own.txt'), 'Springs.\r\n\r\n\n\nÜber 🙂\n\nreturn');
    const there = await cli('compress', model, at('own.txt'), at('own.spb'), '--files', home);
    expect(there.code, there.stderr).toBe(0);
    expect(there.stdout).toMatch(
      /^bytes in: .*\nbytes out: .*88 header\nbits per byte: .*\ncross-entropy: .*\ndifference: /,
    );
    const back = await cli('decompress', model, at('own.spb'), at('again.txt'), '--files', home, '--json');
    expect(JSON.parse(back.stdout)).toMatchObject({ bytesOut: readFileSync(at('own.txt')).length });
    expect(readFileSync(at('again.txt'))).toEqual(readFileSync(at('own.txt')));

    const says = async (message: string, ...args: string[]) => {
      const { code, stderr } = await cli(...args);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
    };
    await says(
      'notes.txt: the file does not exist',
      'compress',
      model,
      at('own.txt'),
      at('x'),
      '--files',
      at('no'),
    );
    await says(
      'none.txt: the file does not exist',
      'decompress',
      model,
      at('none.txt'),
      at('x'),
      '--files',
      home,
    );
    writeFileSync(at('notes.txt'), 'Other notes.\n\nThan before.');
    await says(
      'not the files that the model was trained on',
      'compress',
      model,
      at('own.txt'),
      at('x'),
      '--files',
      home,
    );
    await says(
      'own.txt: expected a checkpoint (.safetensors)',
      'compress',
      at('own.txt'),
      at('own.txt'),
      at('x'),
    );
    await says('Expected a whole number', 'compress', model, 'a', 'b', '--lanes', '0');
  });

  it('teaches in its help what goes in', async () => {
    const { stdout } = await cli('compress', '--help');
    for (const word of ['--held-out', 'CHECKPOINT', "grammar's words", 'decompress', '--json'])
      expect(stdout).toContain(word);
  });
});
