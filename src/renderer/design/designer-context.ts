// What every part of the designer reads and does: the schedule that is being written, its issues, edits, what is selected.
import { createContext, use } from 'react';
import type { JsonEdit } from '../../core/design/json-edit.ts';
import type { Field, SectionId } from './fields.ts';
import type { PlacedIssues } from './place-issues.ts';

export interface Designer {
  /** The parsed text; while it is no JSON, what it was when it last was. */
  readonly source: unknown;
  /** The text is no JSON: the form shows, but changes nothing. */
  readonly frozen: boolean;
  readonly issues: PlacedIssues;
  readonly selected: SectionId;
  select(section: SectionId): void;
  /** `group`: edits of one group that follow closely are undone together. `within`: how closely, milliseconds. */
  edit(edits: readonly JsonEdit[], group: string, within?: number): void;
  setField(field: Field, value: unknown): void;
  /** Shows the field or axis that a path is about, and puts the focus there. */
  reveal(path: string): void;
}

export const DesignerContext = createContext<Designer | null>(null);

export function useDesigner(): Designer {
  const designer = use(DesignerContext);
  if (designer === null) throw new Error('a part of the designer is shown outside of it');
  return designer;
}
