// The syntax of filter expressions: text to jsep's tree. jsep brings precedence and brackets; words, numbers and quoted
// text are read here, so that `k-law`, `1.5M` and `2026-11-24` are one word each and every leaf knows its place. What the
// words mean is `compile.ts`.
import jsep from 'jsep';
import { FilterError } from './filter-error.ts';

export type Node = jsep.Expression;

const longest = 4000;
const deepest = 60;
export const comparisons = ['=', '==', ':', '!=', '~', '!~', '<', '<=', '>', '>=', 'in'] as const;
const either = ['or', 'OR', '||'];
const both = ['and', 'AND', '&&'];
const negations = ['not', 'NOT', '!', '-'];
export const isOr = (operator: string): boolean => either.includes(operator);
export const isAnd = (operator: string): boolean => both.includes(operator);

jsep.removeAllBinaryOps();
jsep.removeAllUnaryOps();
jsep.removeAllLiterals();
for (const operator of either) jsep.addBinaryOp(operator, 1);
for (const operator of both) jsep.addBinaryOp(operator, 2);
for (const operator of [...comparisons, 'IN']) jsep.addBinaryOp(operator, 3);
for (const operator of negations) jsep.addUnaryOp(operator);
jsep.hooks.add('gobble-token', readToken);

/** What may stand in a word without quotes. */
const wordPattern = /[^\s"'(),;=<>!~:&|]+/y;
const operatorWord = /^(and|or|in|AND|OR|IN)$/;
const negation = /^(not|NOT)$/;
const negativeNumber = /^-[\d.]/;

function readToken(this: jsep.HookScope, env: { node?: Node }): void {
  const position = this.index;
  if (this.char === '(') {
    const node = this.gobbleGroup();
    if (!node) throw new FilterError('there is nothing between the brackets', position);
    env.node = { ...node, position };
  } else if (this.char === '"' || this.char === "'") {
    env.node = { ...quotedText(this), position };
  } else {
    const word = wordAt(this.expr, position);
    if (word === '') return;
    this.index += word.length;
    env.node = { type: 'Identifier', name: word, position };
  }
}

function quotedText(scope: jsep.HookScope): Node {
  const position = scope.index;
  try {
    return scope.gobbleStringLiteral()!;
  } catch {
    throw new FilterError('a quotation mark is not closed', position, true);
  }
}

/** '' where something else than a word begins: jsep's own signs and `not`. */
function wordAt(text: string, position: number): string {
  wordPattern.lastIndex = position;
  const word = wordPattern.exec(text)?.[0] ?? '';
  if (word.startsWith('-') && !negativeNumber.test(word)) return '';
  const last = text.slice(position + word.length).trim() === '';
  if (operatorWord.test(word) || (last && negation.test(word)))
    throw new FilterError(`something is missing ${last ? 'after' : 'before'} “${word}”`, position, last);
  return negation.test(word) ? '' : word;
}

/** jsep's tree of a text, null for an empty one. Throws a FilterError where it cannot be read. */
export function parseFilter(text: string): Node | null {
  if (text.trim() === '') return null;
  if (text.length > longest)
    throw new FilterError(`a filter has at most ${longest} characters, not ${text.length}`, longest);
  const nested = depthOf(text);
  if (nested > deepest) throw new FilterError(`brackets are nested ${nested} deep, at most ${deepest}`, 0);
  try {
    return jsep(text);
  } catch (error) {
    throw error instanceof FilterError ? error : translated(error, text);
  }
}

/** Brackets open at once; those in quotes count too, which only errs on the safe side. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (const sign of text) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    most = Math.max(most, depth);
  }
  return most;
}

/** jsep's complaint in our words. */
function translated(error: unknown, text: string): FilterError {
  const { index = 0, description = String(error) } = error as { index?: number; description?: string };
  const after = /^Expected expression after (.+)$/.exec(description)?.[1];
  if (after !== undefined) return new FilterError(`something is missing after “${after}”`, index, true);
  if (description === 'missing unaryOp argument')
    return new FilterError('something is missing after “not”', index, true);
  if (description === 'Unclosed (')
    return new FilterError('a bracket is not closed', text.lastIndexOf('('), true);
  const sign = text.charAt(index);
  return new FilterError(
    sign === ')'
      ? 'a bracket is closed that was not opened'
      : `“${sign}” is not expected here: put quotes around text`,
    index,
  );
}
