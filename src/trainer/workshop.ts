// What a trainer keeps between steps: compiled programs, corpora with their held-out data, θ0 and θ1. Steps of one run
// share nearly all of it.
import type { CheckpointReference, Task } from '../contract/trainer.ts';
import { readCheckpoint } from '../engine/checkpoint.ts';
import { type BaseModel, baseModel } from '../engine/evaluate.ts';
import { type EvaluationData, prepareEvaluation } from '../engine/evaluation-data.ts';
import { type Executables, keepExecutables } from '../engine/executables.ts';
import { generateData } from '../engine/generated.ts';
import { loadCorpus } from '../engine/load-corpus.ts';
import { openBackend } from '../engine/open-backend.ts';
import type { StepTask } from '../engine/train.ts';
import { parameterTable, resolveModel } from '../graph/parameters.ts';
import type { ModelShape } from '../graph/program-types.ts';
import { Recent } from './recent.ts';

export class Workshop {
  private readonly programs = new Map<string, Executables>();
  private readonly data = new Recent<EvaluationData>(8);
  private readonly models = new Recent<BaseModel>(6);

  /** A task's material: everything of it read and verified. Throws Input- and CheckpointErrors. */
  async prepare({ key, spec, ...task }: Task): Promise<Omit<StepTask, 'control' | 'now'>> {
    const data = await this.evaluationData(spec, task.files);
    const model = resolveModel(spec.model, data.corpus.vocabulary);
    const executables = await this.executables(spec.device, task.threads);
    const aligned = (await this.referenceModel(task.aligned, model))?.theta ?? null;
    return {
      key,
      spec,
      model,
      data,
      executables,
      generated:
        spec.kind === 'transfer' && aligned !== null
          ? await generateData({ executables, model, theta: aligned }, data.corpus, spec)
          : null,
      start: task.start === null ? null : await readCheckpoint(task.start, parameterTable(model)),
      base: await this.referenceModel(task.base, model),
      aligned,
      checkpointFolder: task.checkpointFolder,
      checkpointSeconds: task.checkpointSeconds,
    };
  }

  private evaluationData(spec: Task['spec'], files: Task['files']): Promise<EvaluationData> {
    const { corpus, corpusKey, tokenizer, evaluation, model } = spec;
    const key = JSON.stringify([corpusKey, corpus, tokenizer, evaluation, model.context]);
    return this.data.get(key, async () =>
      prepareEvaluation(await loadCorpus(spec, files), evaluation, model.context),
    );
  }

  private async executables(device: Task['spec']['device'], threads: number): Promise<Executables> {
    const key = `${device} ${threads}`;
    const known = this.programs.get(key);
    if (known !== undefined) return known;
    const opened = keepExecutables(await openBackend({ device, threads }));
    this.programs.set(key, opened);
    return opened;
  }

  private async referenceModel(
    reference: CheckpointReference | null,
    model: ModelShape,
  ): Promise<BaseModel | null> {
    if (reference === null) return null;
    return this.models.get(reference.sha256, async () =>
      baseModel((await readCheckpoint(reference, parameterTable(model))).state.theta),
    );
  }
}
