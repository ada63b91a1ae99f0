// Colours of JSON in the code editor, by class names that both themes style: CodeMirror's own highlighting has colours
// for light grounds alone.
import { type Range, RangeSetBuilder } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';

const token = /("(?:[^"\\\n]|\\.)*"?)(\s*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/g;
const mark = (name: string): Decoration => Decoration.mark({ class: `code-${name}` });
const marks = { name: mark('name'), string: mark('string'), number: mark('number'), word: mark('word') };

function markOf(match: RegExpMatchArray): Decoration {
  if (match[1] !== undefined) return match[2] === undefined ? marks.string : marks.name;
  return /^[a-z]/.test(match[0]) ? marks.word : marks.number;
}

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    const start = view.state.doc.lineAt(from).from;
    for (const match of view.state.sliceDoc(start, to).matchAll(token)) {
      const at = start + match.index;
      const range: Range<Decoration> = markOf(match).range(at, at + (match[1] ?? match[0]).length);
      builder.add(range.from, range.to, range.value);
    }
  }
  return builder.finish();
}

export const jsonHighlight = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
