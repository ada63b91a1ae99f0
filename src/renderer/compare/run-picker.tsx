// Which runs are compared: experiments by name, star or tag; a filter over their runs; what was left out by hand.
import { ActionIcon, Button, Checkbox, Text, TextInput } from '@mantine/core';
import { Cross2Icon, MagnifyingGlassIcon, StarFilledIcon, StarIcon } from '@radix-ui/react-icons';
import { memo, useMemo, useState } from 'react';
import type { HistoryRun } from '../../contract/history.ts';
import type { Selection } from '../../core/view.ts';
import { FilterField } from '../history/filter-field.tsx';
import { distinctValues } from '../history/history-rows.ts';
import { useFilterText } from '../history/use-filter-text.ts';
import { useCommands } from '../shell/actions.ts';
import type { StillSummary } from '../still-summary.ts';
import type { Chosen } from './select-runs.ts';

interface Props {
  readonly selection: Selection;
  readonly experiments: readonly StillSummary[];
  readonly history: readonly HistoryRun[] | null;
  readonly chosen: Chosen;
  readonly onExperiments: (ids: readonly number[]) => void;
  readonly onSelection: (selection: Selection) => void;
  /** An empty comparison, as at the very first. */
  readonly onAnew: () => void;
}
/** More than this are shown once asked for, so that a list of thousands stays quick. */
const firstShown = 200;

export const RunPicker = memo(function RunPicker(props: Props) {
  const { selection, experiments, history, chosen } = props;
  const [search, setSearch] = useState('');
  const [starred, setStarred] = useState(false);
  const [all, setAll] = useState(false);
  const [filter, setFilter] = useFilterText(selection.filter, (text) =>
    props.onSelection({ ...selection, filter: text }),
  );
  const vocabulary = useMemo(
    () => ({
      axes: distinctValues(history ?? []),
      tags: [...new Set([...(history ?? []), ...experiments].flatMap(({ tags }) => tags))].slice(0, 2000),
      names: experiments.map(({ name }) => name),
    }),
    [history, experiments],
  );
  const picked = new Set(selection.experiments);
  const counts = useMemo(() => countRuns(history ?? []), [history]);
  const found = useMemo(
    () => experiments.filter((one) => !one.archived && matches(one, search) && (!starred || one.starred)),
    [experiments, search, starred],
  );
  useCommands('Compare', [
    {
      id: 'compare.starred',
      label: starred ? 'List all experiments' : 'List only starred experiments',
      run: () => setStarred(!starred),
    },
  ]);
  const toggle = (id: number, on: boolean): void =>
    props.onExperiments(
      on ? [...selection.experiments, id] : selection.experiments.filter((other) => other !== id),
    );
  return (
    <section className="card compare-picker" aria-label="Runs">
      <div className="compare-picker-head">
        <h2>Runs</h2>
        <Text size="xs" className="quiet" role="status">
          {chosen.ids.length - leftOut(selection, chosen)} of {chosen.ids.length} drawn
        </Text>
      </div>
      <div className="compare-search">
        <TextInput
          size="xs"
          type="search"
          aria-label="Find an experiment by name or tag"
          placeholder="Name or tag"
          leftSection={<MagnifyingGlassIcon />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <ActionIcon
          variant={starred ? 'filled' : 'default'}
          size={30}
          aria-label="Only starred experiments"
          title="Only starred experiments"
          aria-pressed={starred}
          onClick={() => setStarred(!starred)}
        >
          {starred ? <StarFilledIcon /> : <StarIcon />}
        </ActionIcon>
      </div>
      <ul className="compare-experiments" aria-label="Experiments">
        {found.slice(0, all ? found.length : firstShown).map((one) => (
          <li key={one.id}>
            <Checkbox
              size="xs"
              checked={picked.has(one.id)}
              onChange={(event) => toggle(one.id, event.currentTarget.checked)}
              label={
                <span className="compare-experiment">
                  <span>
                    {one.starred && <StarFilledIcon aria-label="starred" />} {one.name}
                  </span>
                  <span className="quiet">{counts.get(one.id) ?? one.runs}</span>
                </span>
              }
            />
          </li>
        ))}
        {found.length === 0 && (
          <li className="quiet">
            {experiments.length === 0 ? 'There are no experiments yet.' : 'No experiment is called so.'}
          </li>
        )}
      </ul>
      {found.length > firstShown && !all && (
        <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
          Show all {found.length}
        </Button>
      )}
      <FilterField
        value={filter}
        onChange={setFilter}
        vocabulary={vocabulary}
        error={chosen.error}
        example="width > 32"
      />
      <Extras {...props} />
    </section>
  );
});

const leftOut = ({ without }: Selection, { ids }: Chosen): number => {
  const asked = new Set(ids);
  return without.filter((id) => asked.has(id)).length;
};

function Extras({ selection, chosen, onSelection, onAnew }: Props) {
  const out = leftOut(selection, chosen);
  const begun = selection.experiments.length > 0 || selection.runs.length > 0 || selection.filter !== '';
  return (
    <>
      {selection.runs.length > 0 && (
        <Extra
          text={`${selection.runs.length} single ${selection.runs.length === 1 ? 'run' : 'runs'}`}
          action="Take out"
          onClick={() => onSelection({ ...selection, runs: [] })}
        />
      )}
      {out > 0 && (
        <Extra
          text={`${out} left out by hand`}
          action="Bring back"
          onClick={() => onSelection({ ...selection, without: [] })}
        />
      )}
      {begun && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<Cross2Icon />}
          title="An empty comparison: nothing picked, nothing chosen"
          onClick={onAnew}
        >
          Start over
        </Button>
      )}
    </>
  );
}

function Extra({ text, action, onClick }: { text: string; action: string; onClick: () => void }) {
  return (
    <div className="compare-extra">
      <Text size="xs">{text}</Text>
      <Button size="compact-xs" variant="default" onClick={onClick}>
        {action}
      </Button>
    </div>
  );
}

function matches({ name, tags }: StillSummary, search: string): boolean {
  const needle = search.trim().toLowerCase();
  return needle === '' || [name, ...tags].some((text) => text.toLowerCase().includes(needle));
}

function countRuns(runs: readonly HistoryRun[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { experiment } of runs) counts.set(experiment, (counts.get(experiment) ?? 0) + 1);
  return counts;
}
