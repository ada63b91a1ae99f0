// The schedule as JSON, edited as text. It keeps no history of its own: undo is the document's, which the form shares.
import { json } from '@codemirror/lang-json';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { useEffect, useRef } from 'react';
import { jsonHighlight } from './json-highlight.ts';

interface Props {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly onText: (text: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}
/** A change that came from the document, not from a key. */
const outer = Annotation.define<boolean>();

export function CodeEditor(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const newest = useRef(props);
  useEffect(() => {
    newest.current = props;
  });
  useEffect(() => {
    if (place.current === null) return;
    const made = new EditorView({ parent: place.current, state: startState(newest.current.text, newest) });
    view.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => {
    if (view.current !== null) take(view.current, props.text);
  }, [props.text]);
  useEffect(() => {
    const { current } = view;
    if (current === null) return;
    const length = current.state.doc.length;
    const inside = props.diagnostics.map((one) => ({
      ...one,
      from: Math.min(one.from, length),
      to: Math.min(one.to, length),
    }));
    current.dispatch(setDiagnostics(current.state, inside));
  }, [props.diagnostics]);
  return <div ref={place} className="design-code" />;
}

function startState(text: string, newest: { readonly current: Props }): EditorState {
  const does = (name: 'undo' | 'redo') => (): boolean => {
    newest.current[name]();
    return true;
  };
  return EditorState.create({
    doc: text,
    extensions: [
      Prec.highest(
        keymap.of([
          { key: 'Mod-z', run: does('undo'), preventDefault: true },
          { key: 'Mod-Shift-z', run: does('redo'), preventDefault: true },
          { key: 'Mod-y', run: does('redo'), preventDefault: true },
        ]),
      ),
      basicSetup,
      json(),
      jsonHighlight,
      lintGutter(),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        'aria-label': 'Schedule as JSON',
        spellcheck: 'false',
        tabindex: '0',
      }),
      EditorView.updateListener.of((update) => {
        const own = update.transactions.every((transaction) => transaction.annotation(outer) !== true);
        if (update.docChanged && own) newest.current.onText(update.state.doc.toString());
      }),
    ],
  });
}

/** Puts another text in, changing only the part that differs, so that the cursor stays where it is. */
function take(view: EditorView, text: string): void {
  const now = view.state.doc.toString();
  if (now === text) return;
  let from = 0;
  while (from < now.length && from < text.length && now[from] === text[from]) from += 1;
  let [end, newEnd] = [now.length, text.length];
  while (end > from && newEnd > from && now[end - 1] === text[newEnd - 1]) {
    end -= 1;
    newEnd -= 1;
  }
  view.dispatch({
    changes: { from, to: end, insert: text.slice(from, newEnd) },
    annotations: outer.of(true),
  });
}
