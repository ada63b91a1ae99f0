import { EventEmitter } from 'node:events';
import type { Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { guardDownloads } from '../../src/main/downloads.ts';
import { type DownloadDouble, downloadDouble } from './electron-double.ts';

function begin(item: DownloadDouble): { refused: boolean; told: string[] } {
  const session = new EventEmitter();
  const seen = { refused: false, told: [] as string[] };
  guardDownloads(session as unknown as Session, (message) => void seen.told.push(message));
  const event = {
    preventDefault() {
      seen.refused = true;
    },
  };
  session.emit('will-download', event, item);
  return seen;
}

describe('a download of the window', () => {
  it.each([
    ['an export', 'springback://window/files/export.springback'],
    ['a chart that the window made', 'blob:springback://window/0c5b'],
  ])('of %s is asked about by its name, and Linux asks before it replaces', (_, url) => {
    const item = downloadDouble(url);
    expect(begin(item).refused).toBe(false);
    expect(item.dialog).toEqual({
      title: 'Save export.springback',
      properties: ['showOverwriteConfirmation', 'createDirectory'],
    });
  });

  it.each([
    ['another page', 'springback://window/files/x', 'https://example.org'],
    ['no page', 'springback://window/files/x', ''],
    ['our page, of an address elsewhere', 'https://example.org/x', 'springback://window'],
    ['our page, of what another page made', 'blob:https://example.org/0c5b', 'springback://window'],
  ])('that was begun by %s is refused', (_, url, origin) => {
    const item = downloadDouble(url, origin);
    expect(begin(item).refused).toBe(true);
    expect(item.dialog).toBeNull();
  });

  it('that ends well, or whose dialog is cancelled, is not spoken of', () => {
    for (const state of ['completed', 'cancelled']) {
      const item = downloadDouble('springback://window/files/x');
      const { told } = begin(item);
      item.emit('updated', {}, 'progressing');
      item.emit('done', {}, state);
      expect(told).toEqual([]);
    }
  });

  it('that fails is told', () => {
    const item = downloadDouble('springback://window/files/x');
    const { told } = begin(item);
    item.emit('done', {}, 'interrupted');
    expect(told).toEqual(['export.springback was not saved']);
  });

  it('that breaks off and waits to be resumed is cancelled, which removes its half, and told once', () => {
    const item = downloadDouble('springback://window/files/x');
    const { told } = begin(item);
    item.emit('updated', {}, 'interrupted');
    expect(item.cancelled).toBe(true);
    expect(told).toEqual(['export.springback was not saved']);
  });
});
