// Compiled programs, kept: a trainer meets the same model shapes again and again, and compiling takes longer than many
// an evaluation. It decides nothing about what is run.

import type { ModelShape, ProgramName } from '../graph/program-types.ts';
import { type BatchShape, buildProgram } from '../graph/programs.ts';
import type { Backend, Device, Executable } from './backend.ts';

export interface Executables {
  readonly device: Device;
  /** The program for this model and batch shape, compiled now or before. Run it before asking for another. */
  get(name: ProgramName, model: ModelShape, shape: BatchShape): Promise<Executable>;
  dispose(): Promise<void>;
}

/** Keeps the `limit` programs that were used last. */
export function keepExecutables(backend: Backend, limit = 64): Executables {
  const kept = new Map<string, Executable>(); // in order of last use
  return {
    device: backend.device,
    async get(name, model, shape) {
      const key = `${name} ${shape.batch} ${shape.context} ${JSON.stringify(model)}`;
      const executable = kept.get(key) ?? (await backend.compile(buildProgram(name, model, shape)));
      kept.delete(key);
      kept.set(key, executable);
      if (kept.size > limit) await dropOldest(kept);
      return executable;
    },
    async dispose() {
      for (const executable of kept.values()) await executable.dispose();
      kept.clear();
    },
  };
}

async function dropOldest(kept: Map<string, Executable>): Promise<void> {
  const [key, executable] = kept.entries().next().value!;
  kept.delete(key);
  await executable.dispose();
}
