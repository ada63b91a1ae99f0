// Undo and redo over the texts of one document, whoever changed it: the form, the code editor, a template. Pure values.

export interface TextHistory {
  readonly past: readonly string[];
  readonly text: string;
  readonly future: readonly string[];
  /** What made the last change, and when (milliseconds of any clock). */
  readonly group: string;
  readonly at: number;
}
export interface Change {
  /** Changes of the same group that follow one another closely are undone together: `field model.width`, `code`. */
  readonly group: string;
  readonly at: number;
  /** How closely, milliseconds; 0 never joins. */
  readonly within?: number;
}
const mostSteps = 500;

export const startHistory = (text: string): TextHistory => ({ past: [], text, future: [], group: '', at: 0 });

export function record(
  history: TextHistory,
  text: string,
  { group, at, within = 1000 }: Change,
): TextHistory {
  if (text === history.text) return history;
  const joins =
    group === history.group &&
    at - history.at < within &&
    history.past.length > 0 &&
    history.future.length === 0;
  const past = joins ? history.past : [...history.past, history.text].slice(-mostSteps);
  return { past, text, future: [], group, at };
}

export function undo(history: TextHistory): TextHistory {
  const text = history.past.at(-1);
  if (text === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    text,
    future: [history.text, ...history.future],
    group: '',
    at: 0,
  };
}

export function redo(history: TextHistory): TextHistory {
  const [text, ...future] = history.future;
  if (text === undefined) return history;
  return { past: [...history.past, history.text], text, future, group: '', at: 0 };
}
