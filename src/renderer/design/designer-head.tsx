// Over the form: what is being written, whether it is kept, undo and redo, and the way to start it.
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { CounterClockwiseClockIcon, ResetIcon } from '@radix-ui/react-icons';
import type { Cost } from '../../contract/window.ts';
import type { DesignerDoes } from './designer-actions.ts';
import type { DraftState } from './draft-keeper.ts';
import { nameOfText, type Opened } from './opening.ts';
import type { Pane } from './text-pane.tsx';
import type { ScheduleDocument } from './use-document.ts';

interface Props {
  readonly document: ScheduleDocument;
  readonly draft: DraftState;
  readonly opened: Opened;
  /** What keeps it from being started, '' for nothing. */
  readonly why: string;
  readonly busy: boolean;
  readonly pane: Pane;
  readonly cost: Cost | null;
  readonly does: DesignerDoes;
}

export function DesignerHead({ document, draft, opened, why, busy, pane, cost, does }: Props) {
  const nothing = why === '' && cost !== null && cost.steps === 0;
  return (
    <header className="design-title">
      <div className="design-title-name">
        <h1>{nameOfText(document.text)}</h1>
        <p role="status" className="design-help">
          {keptText(draft)}
          {opened.restored && ' · restored from this browser'}
        </p>
      </div>
      <div className="design-row">
        <Button size="xs" variant="subtle" color="gray" onClick={does.close}>
          All schedules
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={does.rename}>
          Rename
        </Button>
        <ActionIcon
          variant="default"
          size="md"
          aria-label="Undo"
          title="Undo"
          disabled={!document.canUndo}
          onClick={does.undo}
        >
          <ResetIcon aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="md"
          aria-label="Redo"
          title="Redo"
          disabled={!document.canRedo}
          onClick={does.redo}
        >
          <ResetIcon aria-hidden className="design-mirrored" />
        </ActionIcon>
        <Button
          size="xs"
          variant="default"
          aria-pressed={pane === 'json'}
          onClick={() => does.toggle('json')}
        >
          JSON
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-pressed={pane === 'changes'}
          leftSection={<CounterClockwiseClockIcon aria-hidden />}
          onClick={() => does.toggle('changes')}
        >
          Changes
        </Button>
        <Button size="xs" variant="default" onClick={does.save}>
          Save a file
        </Button>
        <Tooltip label={why} disabled={why === ''} events={{ hover: true, focus: true, touch: true }}>
          <Button
            size="xs"
            loading={busy}
            data-disabled={why !== ''}
            aria-disabled={why !== ''}
            aria-describedby={why === '' ? undefined : 'design-why'}
            onClick={does.submit}
          >
            {nothing ? 'Add without training' : 'Start'}
          </Button>
        </Tooltip>
        {why !== '' && (
          <span id="design-why" className="only-heard">
            {why}
          </span>
        )}
      </div>
    </header>
  );
}

function keptText({ status, problem }: DraftState): string {
  switch (status) {
    case 'untouched':
      return 'Not changed';
    case 'waiting':
    case 'saving':
      return 'Saving …';
    case 'kept':
      return 'Saved as a draft';
    case 'conflict':
      return 'Changed in another window';
    case 'local':
      return `Kept in this browser only: ${problem}`;
  }
}
