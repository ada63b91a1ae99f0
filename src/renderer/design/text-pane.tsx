// Beside the form: the JSON, or what changed since the schedule was opened.
import { SegmentedControl } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { readJson } from '../../core/design/json-tree.ts';
import type { TextMark } from './diagnostics.ts';
import { ScheduleDiff } from './schedule-diff.tsx';
import type { ScheduleDocument } from './use-document.ts';

const CodeEditor = lazy(async () => ({ default: (await import('./code-editor.tsx')).CodeEditor }));
export type Pane = 'json' | 'changes' | 'none';

interface Props {
  readonly pane: Pane;
  readonly document: ScheduleDocument;
  readonly diagnostics: readonly TextMark[];
  readonly origin: { readonly title: string; readonly text: string };
  readonly setPane: (pane: Pane) => void;
}

export function TextPane({ pane, document, diagnostics, origin, setPane }: Props) {
  const { text, setText, undo, redo, source } = document;
  return (
    <section className="card design-text" aria-label="Schedule as text">
      <SegmentedControl
        size="xs"
        aria-label="What stands beside the form"
        data={[
          { value: 'json', label: 'JSON' },
          { value: 'changes', label: 'Changes' },
        ]}
        value={pane}
        onChange={(value) => setPane(value as Pane)}
      />
      {pane === 'json' ? (
        <Suspense fallback={<p className="design-help">Opening the editor …</p>}>
          <CodeEditor
            text={text}
            diagnostics={diagnostics}
            onText={(next) => setText(next, 'code')}
            undo={undo}
            redo={redo}
          />
        </Suspense>
      ) : (
        <div className="design-changes">
          <ScheduleDiff a={readJson(origin.text).value ?? {}} b={source} names={[origin.title, 'now']} />
        </div>
      )}
    </section>
  );
}
