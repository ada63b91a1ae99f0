// How fast the lab gets on, and when an experiment will be through. Tokens of a large model take longer than those of
// a small one, so time is reckoned in work (parameters · tokens, evaluations included). Speed is told in tokens, and so
// that it agrees with the time to go: the tokens that are left over the time that they will take.
import type { StepSpec } from '../core/step.ts';
import type { History, StepRow } from './ports.ts';
import { type Outlook, tokensLeft, updatesDone } from './progress.ts';
import { RateMeter } from './rate-meter.ts';
import type { Experiment } from './records.ts';

export interface PaceSources {
  /** Milliseconds of a steady clock. */
  readonly elapsed: () => number;
  readonly history: Pick<History, 'recordSpeed'>;
  readonly parameters: (spec: StepSpec) => number;
}
/** An evaluation is a forward pass: a third of what training on as many tokens costs. */
const evaluationShare = 1 / 3;

export class Pace {
  private readonly sources: PaceSources;
  private readonly work = new RateMeter();
  private readonly works = new Map<string, number>();

  constructor(sources: PaceSources) {
    this.sources = sources;
  }

  /** A step began: time runs from here, though nothing is done yet. */
  began(): void {
    this.work.add(this.sources.elapsed(), 0);
  }

  did(step: StepRow, updates: number): void {
    const share = step.updates === 0 ? 0 : updates / step.updates;
    this.work.add(this.sources.elapsed(), share * this.workOf(step));
  }

  /** A step's own training speed, kept for estimates. */
  measured({ spec }: StepRow, tokensPerSecond: number): void {
    this.sources.history.recordSpeed(spec.device, this.sources.parameters(spec), tokensPerSecond);
  }

  /**
   * For an experiment that is being worked on: the seconds until it and all before it in the queue are through (null
   * while no speed is known), and the mean speed until then.
   */
  of(queue: readonly Experiment[], id: number, step: (key: string) => StepRow): Outlook {
    const place = queue.findIndex(({ row }) => row.id === id);
    if (place < 0) return { tokensPerSecond: 0, etaSeconds: null };
    const keys = new Set(queue.slice(0, place + 1).flatMap((experiment) => experiment.keys));
    let [work, tokens] = [0, 0];
    for (const row of [...keys].map(step)) {
      const own = this.workLeft(row);
      work += own;
      if (own > 0) tokens += tokensLeft(row);
    }
    const rate = this.work.perSecond(this.sources.elapsed());
    const etaSeconds = work === 0 ? 0 : rate > 0 ? work / rate : null;
    const running = queue[place]!.row.state === 'running';
    return { tokensPerSecond: running && etaSeconds ? tokens / etaSeconds : 0, etaSeconds };
  }

  private workLeft(step: StepRow): number {
    if (step.state === 'finished' || step.state === 'failed' || step.updates === 0) return 0;
    return this.workOf(step) * (1 - updatesDone(step) / step.updates);
  }

  private workOf({ key, spec, tokens }: StepRow): number {
    const known = this.works.get(key);
    if (known !== undefined) return known;
    const { sequences, prompts } = spec.evaluation;
    const evaluated = spec.evaluateAt.length * (4 * sequences + prompts) * spec.model.context;
    const work = this.sources.parameters(spec) * (tokens + evaluationShare * evaluated);
    this.works.set(key, work);
    return work;
  }
}
