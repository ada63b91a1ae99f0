import { expect, it } from 'vitest';
import { partitionOf } from '../../src/main/partition.ts';

it('the window of each data folder has a storage of its own on the disk, the same at every start', () => {
  expect(partitionOf('/home/a')).toMatch(/^persist:[0-9a-f]{16}$/);
  expect(partitionOf('/home/a')).toBe(partitionOf('/home/a'));
  expect(partitionOf('/home/a')).not.toBe(partitionOf('/home/b'));
});

it('that of saved results is in memory, which Electron tells by the missing persist:', () => {
  expect(partitionOf(null)).not.toMatch(/^persist:/);
});
