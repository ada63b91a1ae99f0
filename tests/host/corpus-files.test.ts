import { createHash } from 'node:crypto';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../src/core/parse-schedule.ts';
import { openCorpusFiles } from '../../src/host/corpus-files.ts';
import { temporaryHome } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const pairs = (response: string) =>
  Array.from({ length: 60 }, (_, i) =>
    JSON.stringify({ prompt: `What of number ${i}?`, response: `${response} ${i}.` }),
  ).join('\n');

function userCorpus() {
  const folder = temporaryHome();
  const texts = {
    'book.txt': Array.from({ length: 300 }, (_, i) => `It was the ${i}th dark and stormy night.`).join(
      '\n\n',
    ),
    'yes.jsonl': pairs('Good'),
    'no.jsonl': pairs('Bad'),
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
  const corpus = { kind: 'files', pretrain: ['book.txt'], positive: ['yes.jsonl'], negative: ['no.jsonl'] };
  const schedule = parseSchedule(tinySchedule({ corpus, tokenizer: { kind: 'bytes' } }));
  return { folder, texts, schedule, files: openCorpusFiles('/nowhere') };
}

describe('corpus files', () => {
  it('are identified by their contents: the SHA-256 over the SHA-256 of each, in order', () => {
    const { folder, texts, schedule, files } = userCorpus();
    const expected = sha256(Object.values(texts).map(sha256).join('\n'));
    expect(files.corpusKey(schedule, folder)).toBe(expected);
    expect(files.corpusFiles(schedule, folder)['yes.jsonl']).toBe(join(folder, 'yes.jsonl'));
  });

  it('are read again when they change', () => {
    const { folder, schedule, files } = userCorpus();
    const before = files.corpusKey(schedule, folder);
    writeFileSync(join(folder, 'no.jsonl'), pairs('Ugly'));
    utimesSync(join(folder, 'no.jsonl'), 1, 1);
    expect(files.corpusKey(schedule, folder)).not.toBe(before);
  });

  it('that are missing, empty, binary or too short are named', () => {
    const { folder, schedule, files } = userCorpus();
    const key = () => files.corpusKey(schedule, folder);
    writeFileSync(join(folder, 'book.txt'), '');
    expect(key).toThrow(/book\.txt/);
    writeFileSync(join(folder, 'book.txt'), Buffer.from([0, 255, 254, 0, 1, 2]));
    expect(key).toThrow(/book\.txt/);
    writeFileSync(join(folder, 'book.txt'), 'short');
    expect(key).toThrow(/book\.txt|context|short/);
    const missing = {
      ...schedule,
      corpus: { ...schedule.corpus, pretrain: ['gone.txt'] },
    } as typeof schedule;
    expect(() => files.corpusKey(missing, folder)).toThrow(/gone\.txt: the file does not exist/);
  });
});
