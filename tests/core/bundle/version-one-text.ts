// The text of a bundle as version 1 had it: one object that begins with the hash of the rest.
import type { Bundle } from '../../../src/core/bundle/bundle.ts';
import { sha256 } from '../../../src/core/canonical-json.ts';

export function versionOneText(bundle: Bundle): string {
  const { experiments, steps, views: _v, decks: _d, checkpoints: _c, ...about } = bundle;
  const content = JSON.stringify({
    ...about,
    springbackBundle: 1,
    experiments: experiments.map(({ id: _id, starred: _s, archived: _a, plan, ...experiment }) => ({
      ...experiment,
      plan: {
        steps: plan.steps,
        runs: plan.runs.map(({ values, seed, steps }) => ({ values, seed, steps })),
      },
    })),
    steps: steps.map(({ samples, ...step }) => ({
      ...step,
      samples: samples.map(({ tokens: _t, ...sample }) => sample),
    })),
  });
  return sealed(content);
}

export const sealed = (content: string): string => `{"sha256":"${sha256(content)}",${content.slice(1)}\n`;
