// The file of every raw point: a column for each axis, fixed or varied.
import { expect, it } from 'vitest';
import type { HostLink } from '../../../src/contract/window.ts';
import { rawCsv } from '../../../src/renderer/compare/export-view.ts';
import { runOf } from '../../charts/view/view-example.ts';

const link = {
  call: async () => [{ phase: 'align', metric: 'train.loss', update: [0, 4], value: [2.5, null] }],
} as unknown as HostLink;

it('has a column for each axis that any of the runs varies', async () => {
  const runs = [
    runOf(1, { 'model.width': 16, 'align.data': { kind: 'replay' } }, 1),
    runOf(2, { 'align.examples': 100 }, 2, { fixed: { 'model.width': 32 } }),
  ];
  const said: number[] = [];
  const text = await rawCsv(
    link,
    { runs },
    ['train.loss'],
    ({ done }) => said.push(done),
    () => false,
  );
  expect(text!.trimEnd().split('\n')).toEqual([
    'experiment,run,seed,model.width,align.data,align.examples,phase,metric,update,value',
    'one,1,1,16,"{""kind"":""replay""}",,alignment,train.loss,0,2.5',
    'one,1,1,16,"{""kind"":""replay""}",,alignment,train.loss,4,',
    'one,2,2,32,,100,alignment,train.loss,0,2.5',
    'one,2,2,32,,100,alignment,train.loss,4,',
  ]);
  expect(said).toEqual([0, 1]);
  expect(
    await rawCsv(
      link,
      { runs },
      ['train.loss'],
      () => {},
      () => true,
    ),
  ).toBeNull();
});
