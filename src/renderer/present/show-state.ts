// Where a show stands and how it moves on: slides, their steps, the black screen. Pure; keys are `show-keys.ts`.

export interface ShowState {
  readonly slide: number;
  readonly step: number;
  readonly blank: boolean;
  readonly panel: 'none' | 'help' | 'notes';
  /** Digits typed so far. */
  readonly typed: string;
}
export type ShowMove =
  | 'next'
  | 'back'
  | 'first'
  | 'last'
  | 'blank'
  | 'help'
  | 'notes'
  | 'close'
  | 'jump'
  | { readonly digit: string }
  | { readonly slide: number };

/** `steps`: how many steps follow on each slide after it has come up. */
export const openShow = (steps: readonly number[], slide: number): ShowState => ({
  slide: clamp(slide, steps.length),
  step: 0,
  blank: false,
  panel: 'none',
  typed: '',
});

export function moveShow(state: ShowState, move: ShowMove, steps: readonly number[]): ShowState {
  if (typeof move === 'object')
    return 'digit' in move ? type(state, move.digit) : jump(state, move.slide, steps);
  // A black screen comes back before anything else happens.
  const on = move === 'next' || move === 'back' || (move === 'jump' && state.typed === '');
  if (state.blank && (on || move === 'close')) return { ...state, blank: false };
  switch (move) {
    case 'next':
      return next(state, steps);
    case 'back':
      return back(state, steps);
    case 'first':
      return jump(state, 0, steps);
    case 'last': {
      const last = jump(state, steps.length - 1, steps);
      return { ...last, step: steps[last.slide] ?? 0 };
    }
    case 'blank':
      return { ...state, blank: !state.blank };
    case 'help':
    case 'notes':
      return { ...state, panel: state.panel === move ? 'none' : move };
    case 'close':
      return { ...state, panel: 'none', typed: '' };
    case 'jump':
      return state.typed === '' ? next(state, steps) : jump(state, Number(state.typed) - 1, steps);
  }
}

function next(state: ShowState, steps: readonly number[]): ShowState {
  if (state.step < (steps[state.slide] ?? 0)) return { ...state, step: state.step + 1 };
  return state.slide + 1 < steps.length ? { ...state, slide: state.slide + 1, step: 0 } : state;
}

/** A slide that is come back to is whole. */
function back(state: ShowState, steps: readonly number[]): ShowState {
  if (state.step > 0) return { ...state, step: state.step - 1 };
  if (state.slide === 0) return state;
  return { ...state, slide: state.slide - 1, step: steps[state.slide - 1] ?? 0 };
}

const clamp = (slide: number, count: number): number => Math.max(0, Math.min(count - 1, slide));
const jump = (state: ShowState, slide: number, steps: readonly number[]): ShowState => ({
  ...state,
  slide: clamp(slide, steps.length),
  step: 0,
  typed: '',
});
const type = (state: ShowState, digit: string): ShowState => ({
  ...state,
  typed: (state.typed + digit).slice(-4),
});
