// What the designer offers to the palette and the keys.
import type { Action } from '../shell/actions.ts';
import type { Pane } from './text-pane.tsx';

export interface DesignerDoes {
  submit(): void;
  save(): void;
  close(): void;
  toggle(pane: Pane): void;
  undo(): void;
  redo(): void;
}

export function designerActions(
  does: DesignerDoes,
  can: { canSubmit: boolean; canUndo: boolean; canRedo: boolean },
): Action[] {
  const group = 'Design';
  return [
    {
      id: 'design.submit',
      group,
      label: 'Start this experiment',
      keywords: 'submit run train',
      shortcut: 'mod+Enter',
      disabled: !can.canSubmit,
      run: does.submit,
    },
    { id: 'design.undo', group, label: 'Undo', shortcut: 'mod+Z', disabled: !can.canUndo, run: does.undo },
    {
      id: 'design.redo',
      group,
      label: 'Redo',
      shortcut: 'mod+shift+Z',
      disabled: !can.canRedo,
      run: does.redo,
    },
    {
      id: 'design.new',
      group,
      label: 'New schedule: templates and drafts',
      keywords: 'close open',
      run: does.close,
    },
    {
      id: 'design.save',
      group,
      label: 'Save the schedule as a file',
      keywords: 'download json export',
      shortcut: 'mod+S',
      run: does.save,
    },
    {
      id: 'design.json',
      group,
      label: 'Show or hide the JSON',
      keywords: 'text code',
      shortcut: 'mod+J',
      run: () => does.toggle('json'),
    },
    {
      id: 'design.changes',
      group,
      label: 'Show or hide what changed',
      keywords: 'diff compare',
      run: () => does.toggle('changes'),
    },
  ];
}
