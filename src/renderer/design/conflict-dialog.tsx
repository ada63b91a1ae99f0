// Two windows changed one draft: what differs, and three ways on. Nothing is lost until one is chosen.
import { Button, Group, Modal } from '@mantine/core';
import type { Draft } from '../../contract/library.ts';
import { readJson } from '../../core/design/json-tree.ts';
import type { Resolution } from './draft-keeper.ts';
import { ScheduleDiff } from './schedule-diff.tsx';

interface Props {
  readonly mine: unknown;
  /** null: it was deleted. */
  readonly theirs: Draft | null;
  readonly resolve: (how: Resolution) => void;
}

export function ConflictDialog({ mine, theirs, resolve }: Props) {
  const title =
    theirs === null ? 'This draft was deleted in another window' : 'This draft was changed in another window';
  const other = theirs === null ? undefined : readJson(theirs.text).value;
  return (
    <Modal opened onClose={() => {}} withCloseButton={false} title={title} size="lg" centered>
      {theirs === null && <p>What stands here is not lost: keep it as a draft of its own.</p>}
      {theirs !== null && other === undefined && <p>What stands there is not JSON at the moment.</p>}
      {other !== undefined && <ScheduleDiff a={other} b={mine} names={['theirs', 'mine']} />}
      <Group justify="flex-end" mt="lg" gap="xs">
        {theirs !== null && (
          <Button variant="default" onClick={() => resolve('theirs')}>
            Take theirs
          </Button>
        )}
        {theirs !== null && (
          <Button variant="default" onClick={() => resolve('mine')}>
            Keep mine
          </Button>
        )}
        <Button data-autofocus onClick={() => resolve('both')}>
          {theirs === null ? 'Keep it' : 'Keep both'}
        </Button>
      </Group>
    </Modal>
  );
}
