// Filter expressions: text to a test of rows. `state = finished and width > 32`, `tag = paper or starred`,
// `"prior sweep" final < aligned`, `not archived`, `width in (32, 64)`, `tokens = 1M..4M`. Words that are not compared with
// anything are searched for in names, notes, tags and values. Nothing is evaluated but what is listed here.
import { betweenColumns, columnComparisons } from './columns.ts';
import {
  type FilterOptions,
  type FoundField,
  findField,
  isNumeric,
  meantColumn,
  namesField,
} from './fields.ts';
import { FilterError } from './filter-error.ts';
import { type FilterRow, fieldAliases, lastName, rowStates } from './filter-row.ts';
import { comparisons, isAnd, isOr, type Node, parseFilter } from './syntax.ts';
import {
  contains,
  equals,
  type FilterValue,
  foldText,
  isNone,
  ordered,
  parseAmount,
  positionOf,
  textOf,
  valuesOf,
} from './value.ts';

export type RowTest = (row: FilterRow) => boolean;
export interface Filter {
  test(row: FilterRow): boolean;
  readonly error?: undefined;
}
export interface FilterFailure {
  readonly error: {
    readonly message: string;
    /** Index into the text, in UTF-16 code units. */
    readonly position: number;
    /** It only breaks off: somebody may still be typing. */
    readonly incomplete: boolean;
  };
}

/** The test that a text says, or what is wrong with it. An empty text lets every row pass. */
export function compileFilter(text: string, options: FilterOptions = {}): Filter | FilterFailure {
  try {
    const node = parseFilter(text);
    return { test: node === null ? () => true : meaning(node, options) };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const { message, position, incomplete } = error;
    return { error: { message, position, incomplete } };
  }
}

function meaning(node: Node, options: FilterOptions): RowTest {
  switch (node.type) {
    case 'Compound':
      return every(node.body as Node[], options);
    case 'SequenceExpression':
      return every(node.expressions as Node[], options);
    case 'BinaryExpression':
      return binary(node, options);
    case 'UnaryExpression': {
      const inner = meaning(node.argument as Node, options);
      return (row) => !inner(row);
    }
    case 'Identifier':
      return word(String(node.name));
    case 'Literal':
      return search(String(node.value));
    default:
      throw new FilterError('this cannot be read as a filter: put quotes around text', positionOf(node));
  }
}

function every(nodes: readonly Node[], options: FilterOptions): RowTest {
  const tests = nodes.map((node) => meaning(node, options));
  return (row) => tests.every((test) => test(row));
}

function binary(node: Node, options: FilterOptions): RowTest {
  const operator = String(node.operator);
  const [left, right] = [node.left as Node, node.right as Node];
  if (isAnd(operator)) return every([left, right], options);
  if (isOr(operator)) {
    const [first, second] = [meaning(left, options), meaning(right, options)];
    return (row) => first(row) || second(row);
  }
  // jsep binds `not` to the field alone; people mean the comparison.
  if (left.type === 'UnaryExpression') {
    const inner = binary({ ...node, left: left.argument as Node }, options);
    return (row) => !inner(row);
  }
  if (left.type !== 'Identifier')
    throw new FilterError(`the name of a field is expected before “${operator}”`, positionOf(left));
  const field = findField(String(left.name), positionOf(left), options);
  const other = otherField(field, operator.toLowerCase(), right, options);
  if (other !== null) return betweenColumns(field, operator.toLowerCase(), other);
  return comparison(field, operator.toLowerCase(), valuesOf(right), options);
}

/** A word alone: a flag, or text to search for. */
function word(text: string): RowTest {
  const name = fieldAliases[text.toLowerCase()] ?? text.toLowerCase();
  if (name === 'starred') return (row) => row.starred;
  if (name === 'archived') return (row) => row.archived;
  return search(text);
}

const haystacks = new WeakMap<FilterRow, string>();
function haystack(row: FilterRow): string {
  let text = haystacks.get(row);
  if (text === undefined) {
    const values = Object.entries(row.values).map(([path, value]) => `${lastName(path)} ${textOf(value)}`);
    text = foldText([row.name, row.notes, row.state, ...row.tags, ...values].join('\n'));
    haystacks.set(row, text);
  }
  return text;
}
function search(text: string): RowTest {
  const needle = foldText(text);
  return (row) => haystack(row).includes(needle);
}

/**
 * The column on the right of `final < aligned`; null where a value stands there. After = an axis may have a word as its
 * value, so there another axis is written with its whole path.
 */
function otherField(
  field: FoundField,
  operator: string,
  right: Node,
  options: FilterOptions,
): FoundField | null {
  if (right.type !== 'Identifier' || !isNumeric(field)) return null;
  const name = String(right.name);
  if (parseAmount(name) !== null || !namesField(name, options)) return null;
  const mayBeText = field.kind === 'axis' && !operator.startsWith('<') && !operator.startsWith('>');
  if (mayBeText && options.axes?.includes(name) !== true) return null;
  const position = positionOf(right);
  const other = findField(name, position, options);
  if (!isNumeric(other)) return null;
  if (!columnComparisons.includes(operator))
    throw new FilterError(`“${operator}” does not compare two columns: use <, <=, >, >=, = or !=`, position);
  return other;
}

function comparison(
  field: FoundField,
  operator: string,
  values: readonly FilterValue[],
  options: FilterOptions,
): RowTest {
  if (!(comparisons as readonly string[]).includes(operator))
    throw new Error(`no such operator: ${operator}`);
  for (const value of values) checkValue(field, operator, value, options);
  if (values.length > 1 && !['in', '=', '==', ':', '!='].includes(operator))
    throw new FilterError(`“${operator}” takes one value, a list needs “in”`, values[1]!.position);
  switch (operator) {
    case '!=':
      return not(anyEqual(field, values));
    case '~':
      return anyContains(field, values[0]!);
    case '!~':
      return not(anyContains(field, values[0]!));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return inOrder(field, operator, values[0]!);
    default:
      return anyEqual(field, values);
  }
}

const not =
  (test: RowTest): RowTest =>
  (row) =>
    !test(row);

function anyContains(field: FoundField, value: FilterValue): RowTest {
  return (row) => field.read(row).some((own) => contains(own, value));
}

function anyEqual(field: FoundField, values: readonly FilterValue[]): RowTest {
  const one = (row: FilterRow, value: FilterValue): boolean => {
    const own = field.read(row);
    if (value.none) return own.every(isNone);
    if (field.kind === 'time') return String(own[0]).startsWith(value.text);
    return own.some((each) => equals(each, value));
  };
  return (row) => values.some((value) => one(row, value));
}

function inOrder(field: FoundField, operator: string, value: FilterValue): RowTest {
  if (field.kind === 'time') {
    const length = value.text.length;
    return (row) => ordered(operator, row.created.slice(0, length), value.text);
  }
  const bound = value.number!;
  return (row) => field.read(row).some((own) => typeof own === 'number' && ordered(operator, own, bound));
}

/** Throws where a value cannot be what the field has: such a filter would never find anything. */
function checkValue(field: FoundField, operator: string, value: FilterValue, options: FilterOptions): void {
  const wrong = (message: string): FilterError => new FilterError(message, value.position);
  const isOrder = operator.startsWith('<') || operator.startsWith('>');
  if (isOrder && field.kind !== 'time') {
    if (field.kind !== 'number' && field.kind !== 'axis')
      throw wrong(`“${field.name}” has no order: use = or ~`);
    if (value.number === null)
      throw wrong(
        `a number or a column of numbers is expected after “${operator}”, not “${value.text}”${meantColumn(value.text, options)}`,
      );
  }
  if (value.none || operator === '~' || operator === '!~') return;
  if (field.kind === 'time' && !/^\d{4}(-\d\d?(-\d\d?)?)?/.test(value.text))
    throw wrong(`a date is expected, as in 2026-11-24, not “${value.text}”`);
  if (field.kind === 'number' && value.number === null && value.range === null)
    throw wrong(`“${field.name}” is a number, “${value.text}” is not`);
  if (field.kind === 'flag' && !/^(true|false)$/i.test(value.text))
    throw wrong(`“${field.name}” is true or false, not “${value.text}”`);
  if (field.name === 'state' && !(rowStates as readonly string[]).includes(value.text.toLowerCase()))
    throw wrong(`there is no state “${value.text}”: ${rowStates.join(', ')}`);
}
