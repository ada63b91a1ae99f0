// Whether the parts of a schedule fit together, for every combination of the axes that bear on it.
import { axisPaths, combinations, resolveSchedule } from './axes.ts';
import { phaseIssues } from './check-phases.ts';
import type { InputIssue } from './errors.ts';
import { headsOf } from './model-shape.ts';
import type { Schedule } from './schedule.ts';

/** Tokens that one example of a grammar needs (prompt, response and end), and what such an example is. */
const leastContext = {
  reviews: { tokens: 24, example: 'a review' },
  dialogue: { tokens: 24, example: 'a request and its reply' },
  assist: { tokens: 24, example: 'a question and its answer' },
} as const;

/** Paths that may not fit others: those of a transfer too, whose ends are axes. */
const bearing = ({ transfer, joint }: Schedule): RegExp =>
  transfer === undefined && joint === undefined
    ? /^(model|corpus|tokenizer)(\.|$)|\.(frozenLayers|rate|rateReference|rateTokens)$|^pretrain\.tokens$/
    : /^(model|corpus|tokenizer|align|transfer|joint)(\.|$)|\.(rate|rateReference|rateTokens)$|^pretrain\.tokens$/;

/** Issues between the corpus, the tokenizer and the model, each reported once. */
export function consistencyIssues(schedule: Schedule, namesTokenizer: boolean): InputIssue[] {
  const paths = axisPaths(schedule).filter((path) => bearing(schedule).test(path));
  const found = new Map<string, InputIssue>();
  for (const values of combinations(schedule, paths)) {
    const partial = {
      ...schedule,
      axes: Object.fromEntries(paths.map((path) => [path, schedule.axes[path]!])),
    };
    for (const issue of issuesOf(resolveSchedule(partial, values), namesTokenizer)) {
      found.set(`${issue.path}\n${issue.message}`, issue);
    }
  }
  return [...found.values()];
}

const issuesOf = (schedule: Schedule, namesTokenizer: boolean): InputIssue[] => [
  ...tokenizerIssues(schedule, namesTokenizer),
  ...modelIssues(schedule),
  ...phaseIssues(schedule),
];

/** Where no tokenizer is written, its default is what does not fit a corpus of files. */
function tokenizerIssues({ corpus, tokenizer }: Schedule, written: boolean): InputIssue[] {
  if (corpus.kind === 'files' && tokenizer.kind === 'words') {
    const got = written
      ? 'got "words"'
      : 'got nothing: the default, "words", is the vocabulary of a grammar, which files have not';
    return [{ path: 'tokenizer.kind', message: `expected "bytes" or "bpe" with a corpus of files, ${got}` }];
  }
  if (corpus.kind !== 'files' && tokenizer.kind !== 'words') {
    const message = `expected "words" with the grammar "${corpus.kind}", got "${tokenizer.kind}"`;
    return [{ path: 'tokenizer.kind', message }];
  }
  return [];
}

function modelIssues({ corpus, model }: Schedule): InputIssue[] {
  const issues: InputIssue[] = [];
  const heads = headsOf(model);
  const given = model.heads === undefined ? `${heads} (width / 16, unless given)` : String(heads);
  if (model.width % heads !== 0) {
    issues.push({
      path: 'model.heads',
      message: `expected a divisor of the width ${model.width}, got ${given}`,
    });
  } else if (model.family === 'llama' && (model.width / heads) % 2 !== 0) {
    const message = `expected an even width per head (rotary positions), got ${model.width} / ${heads} = ${model.width / heads}`;
    issues.push({ path: 'model.heads', message });
  }
  return [...issues, ...contextIssues(corpus, model.context)];
}

function contextIssues(corpus: Schedule['corpus'], context: number): InputIssue[] {
  if (corpus.kind === 'files') return [];
  const { tokens, example } = leastContext[corpus.kind];
  if (context >= tokens) return [];
  const message = `expected at least ${tokens} tokens, which ${example} needs, got ${context}`;
  return [{ path: 'model.context', message }];
}
