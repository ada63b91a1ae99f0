import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerPdf } from '../../src/main/save-pdf.ts';
import { temporaryHome } from '../lab/temporary-host.ts';
import { electronDouble } from './electron-double.ts';

const windowUrl = 'springback://window/index.html#/decks/1';
const bytes = Buffer.from('%PDF-1.4 of a deck');

/** A window whose user chooses `file`, and what its dialog offered and its printer was told. */
function desk(file: string | null, pdf: Uint8Array | Error = bytes) {
  const electron = electronDouble();
  const offered: string[] = [];
  const printed: unknown[] = [];
  electron.printToPDF = (options) => {
    printed.push(options);
    return pdf instanceof Error ? Promise.reject(pdf) : Promise.resolve(pdf);
  };
  answerPdf(electron.pieces.ipcMain, (name) => {
    offered.push(name);
    return Promise.resolve(file);
  });
  const savePdf = (url: string, name: unknown) => electron.invoke(url, 'springback:pdf', name);
  return { offered, printed, savePdf };
}

describe('a deck as PDF', () => {
  it('is printed as its own style says and written where the user says, whole', async () => {
    const folder = temporaryHome();
    const file = join(folder, 'talk.pdf');
    writeFileSync(file, 'of last week');
    const window = desk(file);
    expect(await window.savePdf(windowUrl, 'Talk / Vortrag')).toEqual({ output: { file } });
    expect(window.offered).toEqual(['Talk - Vortrag.pdf']);
    expect(window.printed).toEqual([{ preferCSSPageSize: true, printBackground: true }]);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual(['talk.pdf']);
  });

  it('whose dialog is cancelled is neither printed nor an error', async () => {
    const window = desk(null);
    expect(await window.savePdf(windowUrl, '...')).toEqual({ output: { file: null } });
    expect(window.offered).toEqual(['deck.pdf']);
    expect(window.printed).toEqual([]);
  });

  it('that cannot be printed leaves what was there', async () => {
    const file = join(temporaryHome(), 'talk.pdf');
    writeFileSync(file, 'of last week');
    const answer = await desk(file, new Error('Failed to generate PDF')).savePdf(windowUrl, 'Talk');
    expect(answer).toMatchObject({ failure: { code: 'fault', message: 'Failed to generate PDF' } });
    expect(readFileSync(file, 'utf8')).toBe('of last week');
  });

  it('that cannot be written says which file and why, and leaves nothing beside it', async () => {
    const folder = temporaryHome();
    const missing = join(folder, 'none/talk.pdf');
    expect(await desk(missing).savePdf(windowUrl, 'Talk')).toMatchObject({
      failure: { code: 'input', message: expect.stringMatching(/none\/talk\.pdf.*does not exist/) },
    });
    const inTheWay = join(folder, 'talk.pdf');
    mkdirSync(inTheWay);
    expect(await desk(inTheWay).savePdf(windowUrl, 'Talk')).toMatchObject({
      failure: { code: 'input', message: expect.stringContaining('expected a file') },
    });
    expect(readdirSync(folder)).toEqual(['talk.pdf']);
    expect(existsSync(missing)).toBe(false);
  });

  it('is for our own page alone, under a name that is a text', async () => {
    const window = desk('/never');
    for (const url of ['https://example.org/', 'about:blank'])
      await expect(window.savePdf(url, 'Talk')).rejects.toThrow(`refused a message from ${url}`);
    for (const name of [7, null, undefined, {}, 'x'.repeat(1001)])
      expect(await window.savePdf(windowUrl, name)).toMatchObject({ failure: { code: 'input' } });
    expect(window.offered).toEqual([]);
  });
});
