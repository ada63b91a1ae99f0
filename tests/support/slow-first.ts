// The order of the test files: those that start processes, train or open a browser before those that compute for moments,
// so that a run does not end with one long file alone. Inside each half as Vitest sorts: the longest first, where it knows.
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { root } from './built.ts';

const slow = ['browser', 'cli', 'engine', 'lab', 'trainer'];

export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification): boolean =>
      slow.includes(relative(root, moduleId).split(/[\\/]/)[1] ?? '');
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
