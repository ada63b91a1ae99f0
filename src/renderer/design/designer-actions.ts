// What the designer offers to the palette and the keys.
import { addPhase, removePhase, splitsOf } from '../../core/design/phase-edits.ts';
import { addingForbidden, presentPhases } from '../../core/design/phases.ts';
import { type PhaseName, phaseNames } from '../../core/schedule.ts';
import type { Action, Command } from '../shell/actions.ts';
import type { Designer } from './designer-context.ts';
import { type SectionId, sectionOf, sections } from './fields.ts';
import type { Pane } from './text-pane.tsx';

export interface DesignerDoes {
  submit(): void;
  save(): void;
  close(): void;
  rename(): void;
  toggle(pane: Pane): void;
  undo(): void;
  redo(): void;
}

/** The parts of the schedule: each is shown, and phases are added and taken away. */
export function partCommands({ source, frozen, select, edit }: Designer): Command[] {
  const present = presentPhases(source);
  const shown = sections.filter(({ id }) => !isPhase(id) || present.includes(id));
  const absent = phaseNames.filter((phase) => !present.includes(phase));
  return [
    ...absent.map((phase) => ({
      id: `design.add.${phase}`,
      label: `Add a phase: ${sectionOf(phase).title}`,
      disabled: frozen || addingForbidden(source, phase) !== null,
      run: () => {
        edit(addPhase(source, phase), `add ${phase}`, 0);
        select(phase);
      },
    })),
    ...present.flatMap((phase) =>
      splitsOf(source, phase).map((split) => ({
        id: `design.split.${phase}.${split.id}`,
        label: `Split ${sectionOf(phase).title}: ${split.label}`,
        disabled: frozen,
        run: () => {
          edit(split.edits, `split ${phase}`, 0);
          select(phase);
        },
      })),
    ),
    ...present
      .filter((phase) => phase !== 'pretrain')
      .map((phase) => ({
        id: `design.remove.${phase}`,
        label: `Take away the phase ${sectionOf(phase).title}`,
        keywords: 'delete remove',
        disabled: frozen,
        run: () => {
          edit(removePhase(source, phase), `remove ${phase}`, 0);
          select('pretrain');
        },
      })),
    ...shown.map(({ id, title }) => ({
      id: `design.show.${id}`,
      label: `Show the part ${title}`,
      keywords: 'section form',
      run: () => select(id),
    })),
  ];
}

const isPhase = (id: SectionId): id is PhaseName => (phaseNames as readonly string[]).includes(id);

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
      label: 'All schedules: templates and drafts',
      keywords: 'new close open',
      run: does.close,
    },
    { id: 'design.rename', group, label: 'Rename', keywords: 'name title', run: does.rename },
    {
      id: 'design.save',
      group,
      label: 'Save a file of the schedule',
      keywords: 'download json export',
      shortcut: 'mod+S',
      run: does.save,
    },
    {
      id: 'design.json',
      group,
      label: 'JSON: show or hide the text',
      keywords: 'text code',
      shortcut: 'mod+J',
      run: () => does.toggle('json'),
    },
    {
      id: 'design.changes',
      group,
      label: 'Changes: show or hide what changed',
      keywords: 'diff compare',
      run: () => does.toggle('changes'),
    },
  ];
}
