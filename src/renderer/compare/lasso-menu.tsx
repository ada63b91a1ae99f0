// What to do with the runs that a lasso caught.
import { Button, CloseButton, Paper, Text } from '@mantine/core';
import { useFocusReturn, useFocusTrap } from '@mantine/hooks';

export interface Lasso {
  readonly runs: readonly number[];
  readonly at: { readonly x: number; readonly y: number };
}
interface Props {
  readonly lasso: Lasso;
  onKeep(runs: readonly number[]): void;
  onLeave(runs: readonly number[]): void;
  onClose(): void;
}

export function LassoMenu({ lasso, onKeep, onLeave, onClose }: Props) {
  const { runs } = lasso;
  const ref = useFocusTrap();
  useFocusReturn({ opened: true });
  return (
    <Paper
      ref={ref}
      role="dialog"
      aria-label="Runs inside the lasso"
      shadow="md"
      withBorder
      className="compare-lasso"
      style={{ left: Math.max(8, lasso.at.x - 260), top: lasso.at.y + 8 }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <Text size="sm">
        {runs.length} {runs.length === 1 ? 'run' : 'runs'}
      </Text>
      <Button size="compact-xs" onClick={() => onKeep(runs)}>
        Keep only
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => onLeave(runs)}>
        Leave out
      </Button>
      <CloseButton size="sm" aria-label="Forget the lasso" onClick={onClose} />
    </Paper>
  );
}
