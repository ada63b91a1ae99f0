// Where nothing is picked yet: what this page is for, and one click to begin.
import { Button } from '@mantine/core';
import { hashOf } from '../router.ts';
import { useCommands } from '../shell/actions.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import type { StillSummary } from '../still-summary.ts';

interface Props {
  readonly experiments: readonly StillSummary[];
  onPick(ids: readonly number[]): void;
}

export function EmptyCompare({ experiments, onPick }: Props) {
  const offered = experiments.filter(({ finished }) => finished).slice(0, 4);
  useCommands(
    'Compare',
    offered.map(({ id, name }) => ({
      id: `compare.pick.${id}`,
      label: `Compare the runs of ${name}`,
      run: () => onPick([id]),
    })),
  );
  return (
    <section className="card compare-main" aria-label="Comparison">
      <EmptyState
        title={offered.length === 0 ? 'No runs to compare yet' : 'Pick runs to compare'}
        actions={
          offered.length === 0 ? (
            <Button component="a" href={hashOf({ page: 'home' })} variant="default" size="xs">
              To the experiments
            </Button>
          ) : (
            offered.map(({ id, name }) => (
              <Button key={id} size="xs" variant="default" onClick={() => onPick([id])}>
                {name}
              </Button>
            ))
          )
        }
      >
        Tick experiments on the left, several of them if you like. Their curves, trends over size and
        pretraining, heatmaps, weight-space paths and samples are drawn here, seeds averaged with their
        interval; the address holds all of it, so a copied link shows the same again.
      </EmptyState>
    </section>
  );
}
