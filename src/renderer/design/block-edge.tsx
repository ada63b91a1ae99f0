// The right edge of a block, pulled by a pointer: what the arrow-key user does with + and −.
import { type PointerEvent, useRef } from 'react';
import { roundAmount } from '../../core/design/amounts.ts';
import { moveEdge, resizePhase } from '../../core/design/phase-edits.ts';
import { blockWidth, type PhaseBlock } from '../../core/design/phases.ts';
import { useDesigner } from './designer-context.ts';

interface Pull {
  readonly x: number;
  /** The schedule as it was when the pull began: amounts are reckoned from there. */
  readonly source: unknown;
  readonly amount: number;
  readonly pixelsPerDecade: number;
  readonly group: string;
}

export function BlockEdge({ block, next }: { block: PhaseBlock; next: PhaseBlock | undefined }) {
  const { source, edit, select, frozen } = useDesigner();
  const pull = useRef<Pull | null>(null);
  const { phase } = block;
  const start = (event: PointerEvent<HTMLDivElement>): void => {
    if (frozen || block.amounts.length === 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const width = event.currentTarget.parentElement?.getBoundingClientRect().width ?? 200;
    const pixelsPerDecade = Math.max(40, width / blockWidth(block.tokens));
    const group = `pull ${phase} ${event.timeStamp}`;
    pull.current = { x: event.clientX, source, amount: block.amount ?? 1, pixelsPerDecade, group };
    select(phase);
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const from = pull.current;
    if (from === null) return;
    const factor = 10 ** ((event.clientX - from.x) / from.pixelsPerDecade);
    const trade = event.shiftKey && next !== undefined;
    const edits = trade
      ? moveEdge(from.source, [phase, next.phase], roundAmount(from.amount * factor))
      : resizePhase(from.source, phase, factor);
    edit(edits, from.group, Number.POSITIVE_INFINITY);
  };
  return (
    <div
      className="design-edge"
      aria-hidden
      onPointerDown={start}
      onPointerMove={move}
      onPointerUp={() => {
        pull.current = null;
      }}
      onPointerCancel={() => {
        pull.current = null;
      }}
    />
  );
}
