// Why a chart of an experiment has nothing to draw: what is still read, still to come, or over is told apart.

/** `absent`: the schedule has no such phase. */
export type Stage = 'loading' | 'running' | 'over' | 'absent';

const ends = ['finished', 'cancelled', 'failed'];
/** Of an experiment in a state; `answer` is what was read of its measurements, null while nothing is. */
export const stageOf = (answer: unknown, state: string): Stage =>
  answer === null ? 'loading' : ends.includes(state) ? 'over' : 'running';

/** `what` is a phase in words, or several. */
export function nothingMeasured(what: string, stage: Stage): string {
  switch (stage) {
    case 'loading':
      return `Reading what was measured of ${what} …`;
    case 'running':
      return `Nothing is measured of ${what} yet.`;
    case 'over':
      return `Nothing was measured of ${what}, and the experiment is over.`;
    case 'absent':
      return `This schedule has no ${what}.`;
  }
}
