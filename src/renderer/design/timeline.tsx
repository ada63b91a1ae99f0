// The schedule as a row of blocks in the order of training: as wide as the logarithm of their tokens, pulled by their
// edge, walked along by the arrow keys. Phases have one order, so blocks change size, not places.
import { Button, Menu } from '@mantine/core';
import { PlusIcon } from '@radix-ui/react-icons';
import { type KeyboardEvent, useRef } from 'react';
import { phaseColors } from '../../charts/color.ts';
import { formatAmount } from '../../charts/format.ts';
import { stepAmount } from '../../core/design/amounts.ts';
import { addPhase, moveEdge, removePhase, stepPhase } from '../../core/design/phase-edits.ts';
import {
  addingForbidden,
  amountUnits,
  blockWidth,
  type PhaseBlock,
  phaseBlocks,
} from '../../core/design/phases.ts';
import { type PhaseName, phaseNames } from '../../core/schedule.ts';
import { useColors } from '../colors.tsx';
import { useKeyHints } from '../shell/actions.ts';
import { doneBy, type KeyRow } from '../shell/key-table.ts';
import { BlockEdge } from './block-edge.tsx';
import { useDesigner } from './designer-context.ts';
import { type SectionId, sectionOf } from './fields.ts';

const before: readonly SectionId[] = ['about', 'corpus', 'model'];
const after: readonly SectionId[] = ['evaluation', 'judging'];

const walkKeys: readonly KeyRow<'previous' | 'next' | 'first' | 'last'>[] = [
  { label: 'Walk from part to part', keys: { ArrowLeft: 'previous', ArrowRight: 'next' } },
  { label: 'The first, the last part', keys: { Home: 'first', End: 'last' } },
];
const blockKeys: readonly KeyRow<'more' | 'less' | 'edgeRight' | 'edgeLeft' | 'remove'>[] = [
  { label: 'More, less of a phase', keys: { '+': 'more', '=': 'more', '-': 'less', '−': 'less' } },
  {
    label: 'Move the edge to the next phase',
    keys: { 'shift+ArrowLeft': 'edgeLeft', 'shift+ArrowRight': 'edgeRight' },
  },
  { label: 'Take the phase away', keys: { Delete: 'remove' } },
];

export function Timeline() {
  const { source, selected, select } = useDesigner();
  const bar = useRef<HTMLDivElement>(null);
  useKeyHints('On the timeline', walkKeys);
  useKeyHints('On the timeline', blockKeys);
  const blocks = phaseBlocks(source);
  const order: SectionId[] = [...before, ...blocks.map(({ phase }) => phase), ...after];
  const walk = (event: KeyboardEvent): void => {
    const next = nextOf(order, selected, doneBy(walkKeys, event));
    if (next === undefined) return;
    event.preventDefault();
    select(next);
    bar.current?.querySelector<HTMLElement>(`[data-section="${next}"]`)?.focus();
  };
  return (
    <div className="design-timeline card">
      <div
        ref={bar}
        role="toolbar"
        aria-label="Parts of the schedule"
        aria-orientation="horizontal"
        className="design-parts"
        onKeyDown={walk}
      >
        {before.map((id) => (
          <Part key={id} id={id} />
        ))}
        <div className="design-blocks">
          {blocks.map((block, index) => (
            <Block key={block.phase} block={block} next={blocks[index + 1]} />
          ))}
        </div>
        {after.map((id) => (
          <Part key={id} id={id} />
        ))}
      </div>
      <div className="design-timeline-foot">
        <AddPhase />
        <p className="design-help">
          Widths follow the logarithm of tokens. Pull a block’s right edge to change its amount, with Shift to
          move the edge between two phases. Keys: ← → walk, + − resize, Shift ← → move the edge, Delete takes
          a phase away.
        </p>
      </div>
    </div>
  );
}

function nextOf(
  order: readonly SectionId[],
  selected: SectionId,
  does: ReturnType<typeof doneBy<'previous' | 'next' | 'first' | 'last'>>,
): SectionId | undefined {
  const at = order.indexOf(selected);
  if (does === 'next') return order[Math.min(order.length - 1, at + 1)];
  if (does === 'previous') return order[Math.max(0, at - 1)];
  if (does === 'first') return order[0];
  return does === 'last' ? order.at(-1) : undefined;
}

function Wrong({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className="design-badge">
      {count}
      <span className="only-heard"> {count === 1 ? 'issue' : 'issues'}</span>
    </span>
  );
}

function Part({ id }: { id: SectionId }) {
  const { selected, select, issues } = useDesigner();
  const here = selected === id;
  return (
    <button
      type="button"
      className="design-part"
      data-section={id}
      data-here={here}
      aria-pressed={here}
      tabIndex={here ? 0 : -1}
      onClick={() => select(id)}
    >
      {sectionOf(id).title}
      <Wrong count={issues.sections.get(id) ?? 0} />
    </button>
  );
}

function Block({ block, next }: { block: PhaseBlock; next: PhaseBlock | undefined }) {
  const { source, selected, select, issues, edit } = useDesigner();
  const theme = useColors();
  const { phase } = block;
  const here = selected === phase;
  const key = (event: KeyboardEvent): void => {
    const does = doneBy(blockKeys, event);
    if (does === 'edgeRight' || does === 'edgeLeft') {
      if (next === undefined || block.amount === null) return;
      const examples = stepAmount(block.amount, does === 'edgeRight' ? 1 : -1);
      edit(moveEdge(source, [phase, next.phase], examples), `edge ${phase}`);
    } else if (does === 'more' || does === 'less')
      edit(stepPhase(source, phase, does === 'more' ? 1 : -1), `step ${phase}`);
    else if (does === 'remove' && phase !== 'pretrain') {
      edit(removePhase(source, phase), `remove ${phase}`, 0);
      select('pretrain');
    } else return;
    event.preventDefault();
  };
  return (
    <div
      className="design-block"
      data-here={here}
      style={{ flexGrow: blockWidth(block.tokens), ['--hue' as string]: phaseColors[theme][phase] }}
    >
      <button
        type="button"
        data-section={phase}
        aria-pressed={here}
        aria-keyshortcuts="+ - Shift+ArrowRight Shift+ArrowLeft Delete"
        tabIndex={here ? 0 : -1}
        onClick={() => select(phase)}
        onKeyDown={key}
      >
        <span className="design-block-name">
          {sectionOf(phase).title}
          <Wrong count={issues.sections.get(phase) ?? 0} />
        </span>
        <span className="design-block-amount" title={axisWords(block)}>
          {amountText(block)}
        </span>
        <span className="design-block-updates">{updatesText(block)}</span>
      </button>
      <BlockEdge block={block} next={next} />
    </div>
  );
}

function amountText(block: PhaseBlock): string {
  const { phase, amounts } = block;
  const overruled = isOverruled(block);
  if (amounts.length === 0) return `no ${amountUnits[phase]}`;
  const [low, high] = [amounts[0]!, amounts.at(-1)!];
  const span = low === high ? formatAmount(low) : `${formatAmount(low)} – ${formatAmount(high)}`;
  return `${span} ${amountUnits[phase]}${overruled ? ' (axis)' : ''}`;
}

/** The axis has one value, which is not what the schedule says itself. */
const isOverruled = ({ byAxis, amount, amounts }: PhaseBlock): boolean =>
  byAxis && amounts.length === 1 && amounts[0] !== amount;

function axisWords(block: PhaseBlock): string | undefined {
  if (!block.byAxis) return undefined;
  const own =
    block.amount === null ? '' : `; ${formatAmount(block.amount)}, which stands in the phase, is not used`;
  return `The axis decides the ${amountUnits[block.phase]}${own}.`;
}

const updatesText = ({ updates, fewestUpdates, phase }: PhaseBlock): string => {
  if (updates === null || phase === 'joint') return phase === 'joint' ? `${updates ?? '–'} in all` : '–';
  return fewestUpdates === updates
    ? `${formatAmount(updates)} updates`
    : `${formatAmount(fewestUpdates ?? 0)} – ${formatAmount(updates)} updates`;
};

function AddPhase() {
  const { source, edit, select, frozen } = useDesigner();
  const absent = phaseNames.filter((phase) => addingForbidden(source, phase) !== 'It is there already.');
  const add = (phase: PhaseName): void => {
    edit(addPhase(source, phase), `add ${phase}`, 0);
    select(phase);
  };
  return (
    <Menu position="bottom-start" width={330} shadow="md">
      <Menu.Target>
        <Button
          className="design-add"
          size="compact-sm"
          variant="default"
          leftSection={<PlusIcon aria-hidden />}
          disabled={frozen || absent.length === 0}
        >
          Add a phase
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {absent.map((phase) => {
          const reason = addingForbidden(source, phase);
          return (
            <Menu.Item key={phase} disabled={reason !== null} onClick={() => add(phase)}>
              <b>{sectionOf(phase).title}</b>
              <span className="design-menu-note">{reason ?? sectionOf(phase).about}</span>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
