import { describe, expect, it } from 'vitest';
import { notAnAxis } from '../../src/core/axes.ts';
import { axisName, metricName, phaseTitle, phaseTitles } from '../../src/core/names.ts';
import { phaseNames, scheduleSchema } from '../../src/core/schedule.ts';
import { heldOutSets } from '../../src/core/step.ts';

/** As a program writes it: with a dot, or with a capital inside a word. */
const raw = /[a-z]\.[a-z]|[a-z][A-Z]/;

/** Every path below a schema, through options and unions. */
function pathsOf(schema: unknown, path: string): string[] {
  const { shape, options, def } = schema as {
    shape?: Record<string, unknown>;
    options?: unknown[];
    def?: { innerType?: unknown };
  };
  if (shape !== undefined)
    return [path, ...Object.entries(shape).flatMap(([name, inner]) => pathsOf(inner, `${path}.${name}`))];
  if (def?.innerType !== undefined) return pathsOf(def.innerType, path);
  return Array.isArray(options) ? options.flatMap((option) => pathsOf(option, path)) : [path];
}

/** All that a schedule may vary. */
const paths = [
  ...new Set(
    Object.entries(scheduleSchema.shape)
      .filter(([section]) => !notAnAxis.includes(section))
      .flatMap(([section, schema]) => pathsOf(schema, section)),
  ),
];

describe('names', () => {
  it('everything that a schedule may vary has a readable name of its own', () => {
    expect(paths).toContain('align.data.kind');
    expect(paths.length).toBeGreaterThan(100);
    expect(paths.map((path) => axisName(path)).filter((name) => raw.test(name))).toEqual([]);
    const named = paths.map((path) => axisName(path));
    const twice = named.filter((name, i) => named.indexOf(name) !== i);
    expect(twice).toEqual([]);
  });

  it('names the paths that an audience meets', () => {
    const asked = ['pretrain.tokens', 'align', 'align.data', 'transfer.from', 'transfer.onto', 'joint.ratio'];
    expect(asked.map(axisName)).toEqual([
      'pretraining tokens',
      'alignment',
      'alignment data',
      'slice trained (from)',
      'slice that wrote (onto)',
      'ratio k',
    ]);
  });

  it('every metric that a step may write has a name, and says its unit where it has one', () => {
    const measures = ['bitsPerToken', 'bitsPerByte', 'gamma', 'gammaNormalised', 'klGrammar'];
    const metrics = [
      ...heldOutSets.flatMap((set) => measures.map((measure) => `${set}.${measure}`)),
      ...['loss', 'rate', 'gradientNorm', 'divergence'].map((name) => `train.${name}`),
      ...['score', 'logOdds', 'cost', 'sampled', 'sampledError'].map((name) => `behaviour.${name}`),
      ...['toBase', 'toAligned', 'cosine'].map((name) => `weights.${name}`),
      ...['fromBase', 'toBase', 'position.0', 'position.15'].map((name) => `kl.${name}`),
      ...['nats', 'floor', 'kl', 'trainFloor'].map((name) => `generated.${name}`),
      ...['pretrainNats', 'alignNats', 'perturbNats', 'share'].map((name) => `joint.${name}`),
    ];
    expect(metrics.filter((metric) => raw.test(metricName(metric)))).toEqual([]);
    expect(new Set(metrics.map(metricName)).size).toBe(metrics.length);
    expect(metricName('joint.alignNats')).toBe('loss on D_a (nats per token)');
  });

  it('phases are named in words; what is no phase stays', () => {
    expect(phaseNames.map(phaseTitle)).toEqual(Object.values(phaseTitles));
    expect(phaseTitle('warmup')).toBe('warmup');
  });
});
