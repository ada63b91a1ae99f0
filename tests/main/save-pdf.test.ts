import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerPdf } from '../../src/main/save-pdf.ts';
import { temporaryHome } from '../lab/temporary-host.ts';
import { type ElectronDouble, electronDouble } from './electron-double.ts';

const windowUrl = 'springback://window/index.html#/decks/1';
const bytes = Buffer.from('%PDF-1.4 of a deck');

function desk(file: string | null, pdf: Uint8Array | Error = bytes): ElectronDouble & { offered: string[] } {
  const electron = electronDouble();
  electron.pdf = pdf;
  const offered: string[] = [];
  answerPdf(electron.pieces.ipcMain, (name) => {
    offered.push(name);
    return Promise.resolve(file);
  });
  return Object.assign(electron, { offered });
}

describe('a deck as PDF', () => {
  it('is printed as its own style says and written where the user says, whole', async () => {
    const folder = temporaryHome();
    const file = join(folder, 'talk.pdf');
    writeFileSync(file, 'of last week');
    const electron = desk(file);
    expect(await electron.savePdf(windowUrl, 'Talk / Vortrag')).toEqual({ output: { file } });
    expect(electron.offered).toEqual(['Talk - Vortrag.pdf']);
    expect(electron.pdfOptions).toEqual([{ preferCSSPageSize: true, printBackground: true }]);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual(['talk.pdf']);
  });

  it('whose dialog is cancelled is neither printed nor an error', async () => {
    const electron = desk(null);
    expect(await electron.savePdf(windowUrl, '...')).toEqual({ output: { file: null } });
    expect(electron.offered).toEqual(['deck.pdf']);
    expect(electron.pdfOptions).toEqual([]);
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
    const electron = desk('/never');
    for (const url of ['https://example.org/', 'about:blank'])
      await expect(electron.savePdf(url, 'Talk')).rejects.toThrow(`refused a message from ${url}`);
    for (const name of [7, null, undefined, {}, 'x'.repeat(1001)])
      expect(await electron.savePdf(windowUrl, name)).toMatchObject({ failure: { code: 'input' } });
    expect(electron.offered).toEqual([]);
  });
});
