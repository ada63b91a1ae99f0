// Issues by the place where they are shown: at a field, at a value of an axis, or in the list of the rest. Pure.
import type { Issue } from '../../contract/window.ts';
import { issuePlace, nearestField } from '../../core/design/issue-path.ts';
import { isFields, valueAt } from '../../core/schedule-shape.ts';
import { fieldsOf, type SectionId, sectionFor, sections } from './fields.ts';

export interface PlacedIssues {
  readonly all: readonly Issue[];
  /** Messages by the path of the field. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** Messages by axis; by `path[index]` where a value is meant. */
  readonly axes: ReadonlyMap<string, readonly string[]>;
  readonly sections: ReadonlyMap<SectionId, number>;
  /** Those that no field shows. */
  readonly rest: readonly Issue[];
}

export function placeIssues(issues: readonly Issue[], source: unknown): PlacedIssues {
  const known = new Set([
    ...sections.flatMap((section) => fieldsOf(section, source)).map(({ path }) => path),
    'seeds',
    'claims',
  ]);
  const axesThere = valueAt(source, ['axes']);
  const [fields, axes, counts] = [
    new Map<string, string[]>(),
    new Map<string, string[]>(),
    new Map<SectionId, number>(),
  ];
  const rest: Issue[] = [];
  for (const issue of issues) {
    const place = issuePlace(issue.path);
    const section = sectionFor(place.field);
    if (section !== null && !place.axis) counts.set(section, (counts.get(section) ?? 0) + 1);
    if (place.axis && isFields(axesThere) && Object.hasOwn(axesThere, place.field)) {
      add(axes, place.value === null ? place.field : `${place.field}[${place.value}]`, issue.message);
      continue;
    }
    const field = place.axis ? null : nearestField(place.field, known);
    if (field === null) rest.push(issue);
    else add(fields, field, detail(issue, field));
  }
  return { all: issues, fields, axes, sections: counts, rest };
}

/** A message at its field needs no path, unless it is of something inside. */
const detail = ({ path, message }: Issue, field: string): string => {
  if (path === field) return message;
  return `${path.startsWith(field) ? path.slice(field.length).replace(/^\./, '') : path}: ${message}`;
};

function add(map: Map<string, string[]>, key: string, message: string): void {
  map.set(key, [...(map.get(key) ?? []), message]);
}
