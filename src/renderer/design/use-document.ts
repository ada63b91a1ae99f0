// The text that is being written, with its undo: form and code editor both change it, and nothing else is the truth.
import { useCallback, useMemo, useRef, useState } from 'react';
import { editJson, type JsonEdit } from '../../core/design/json-edit.ts';
import { type JsonText, readJson } from '../../core/design/json-tree.ts';
import { record, redo, startHistory, type TextHistory, undo } from '../../core/design/text-history.ts';
import { fieldNames } from '../../core/schedule-shape.ts';

export interface ScheduleDocument {
  readonly text: string;
  readonly json: JsonText;
  /** The value of the text, or of the last one that was JSON. */
  readonly source: unknown;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  setText(text: string, group: string, within?: number): void;
  edit(edits: readonly JsonEdit[], group: string, within?: number): void;
  undo(): void;
  redo(): void;
}

export function useDocument(first: string): ScheduleDocument {
  const [history, setHistory] = useState<TextHistory>(() => startHistory(first));
  const json = useMemo(() => readJson(history.text), [history.text]);
  const lastGood = useRef<unknown>({});
  if (json.tree !== null) lastGood.current = json.value;
  const setText = useCallback((text: string, group: string, within?: number): void => {
    const at = performance.now();
    setHistory((now) => record(now, text, { group, at, ...(within === undefined ? {} : { within }) }));
  }, []);
  const edit = useCallback((edits: readonly JsonEdit[], group: string, within?: number): void => {
    const at = performance.now();
    setHistory((now) => {
      const text = edited(now.text, edits);
      return text === null
        ? now
        : record(now, text, { group, at, ...(within === undefined ? {} : { within }) });
    });
  }, []);
  return {
    text: history.text,
    json,
    source: lastGood.current,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    setText,
    edit,
    undo: useCallback(() => setHistory(undo), []),
    redo: useCallback(() => setHistory(redo), []),
  };
}

/** null where the text is no JSON. */
function edited(text: string, edits: readonly JsonEdit[]): string | null {
  const { tree, value } = readJson(text);
  return tree === null ? null : editJson(text, edits, (path) => fieldNames(path, value));
}
