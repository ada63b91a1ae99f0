// The switches of a view, in the order one asks: which chart, of what, over what, and what colours and panels stand for.
import { NativeSelect, NumberInput, SegmentedControl, Tooltip } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import { againstOf, secondOf } from '../../charts/view/axis-defaults.ts';
import { pathName } from '../../charts/view/run-values.ts';
import type { ComparedRun } from '../../core/frozen-data.ts';
import type { TermName } from '../../core/glossary.ts';
import type { PhaseName } from '../../core/schedule.ts';
import type { ChartKind, Reduction, View } from '../../core/view.ts';
import { useChoices, useCommands } from '../shell/actions.ts';
import { choiceGroups } from '../shell/palette-entries.ts';
import { Term } from '../shell/term.tsx';
import {
  type Choice,
  chartChoices,
  heldChoices,
  metricChoices,
  pathChoices,
  phaseChoices,
  reductionChoices,
  restPaths,
} from './choices.ts';
import { FoldingFields, Spare } from './fold.tsx';
import { metricTerm, reductionTerms } from './view-words.ts';

interface Props {
  readonly view: View;
  /** All runs that the view is of, also those left out. */
  readonly runs: readonly ComparedRun[];
  readonly metrics: readonly string[];
  /** What stands at the right of the charts' names. */
  readonly end?: ReactNode;
  readonly change: (patch: Partial<View>) => void;
}

/** Drawn again when the view or the runs changed, not when only measurements came. */
export const ViewToolbar = memo(function ViewToolbar(props: Props) {
  const { view, change } = props;
  const { chart } = view;
  // The few switches of springs are never folded away.
  const Folding = chart === 'hooke' ? Fields : FoldingFields;
  const plotted = chart !== 'ledger' && chart !== 'samples' && chart !== 'resistance';
  return (
    <fieldset className="compare-toolbar" aria-label="What is drawn">
      <div className="compare-top">
        <SegmentedControl
          size="xs"
          aria-label="Chart"
          className="compare-charts"
          data={[...chartChoices]}
          value={chart}
          onChange={(next) => change({ chart: next as ChartKind, zoom: null })}
        />
        {props.end}
      </div>
      {plotted && (
        <Folding>
          <Measure {...props} />
          {(chart === 'curves' || chart === 'trend' || chart === 'heatmap') && <Scales {...props} />}
          <Sides {...props} />
          <Held {...props} />
          {chart !== 'heatmap' && chart !== 'hooke' && (
            <Spare atRest={view.show.mean && view.show.interval && view.show.seeds}>
              <Shown {...props} />
            </Spare>
          )}
        </Folding>
      )}
    </fieldset>
  );
});

const Fields = ({ children }: { children: ReactNode }) => <div className="compare-fields">{children}</div>;

function Field(props: {
  label: string;
  value: string;
  data: readonly Choice[];
  none?: string;
  /** The word of the field that the label or the value is. */
  term?: TermName | null | undefined;
  onChange: (value: string) => void;
}) {
  const { label, value, data, none, term, onChange } = props;
  const options = none === undefined ? [...data] : [{ value: '', label: none }, ...data];
  useChoices({
    group: choiceGroups.drawn,
    id: `compare.${label}`,
    label,
    options,
    value,
    choose: onChange,
  });
  return (
    <div className="field-with-term">
      <NativeSelect
        size="xs"
        label={label}
        data={options}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {term !== null && term !== undefined && <Term name={term} />}
    </div>
  );
}

function Measure({ view, runs, metrics, change }: Props) {
  const { chart, reduction } = view;
  const reduced =
    chart === 'trend' || (chart === 'heatmap' && view.second !== null && view.second !== 'updates');
  // R is of log-odds, forward and back, whatever else is chosen.
  const isIndex = reduced && reduction === 'resistanceIndex';
  const ofMetric = chart === 'curves' || chart === 'heatmap' || (reduced && !isIndex);
  return (
    <>
      {ofMetric && (
        <Field
          label="Metric"
          value={view.metric}
          term={metricTerm(view.metric)}
          data={metricChoices(metrics, view.metric)}
          onChange={(metric) => change({ metric, zoom: null })}
        />
      )}
      {reduced && (
        <Field
          label="As"
          value={reduction}
          term={reductionTerms[reduction]}
          data={reductionChoices}
          onChange={(next) => change({ reduction: next as Reduction, zoom: null })}
        />
      )}
      {reduced && reduction === 'early' && (
        <NumberInput
          size="xs"
          label="Updates"
          w={76}
          min={1}
          max={1_000_000}
          value={view.at}
          onChange={(at) => typeof at === 'number' && at >= 1 && change({ at: Math.round(at), zoom: null })}
        />
      )}
      {chart !== 'hooke' && chart !== 'path' && !isIndex && (
        <Field
          label="Phases"
          value={view.phases.join(',')}
          data={phaseChoices(runs, view.phases)}
          onChange={(next) => change({ phases: next.split(',') as PhaseName[], zoom: null })}
        />
      )}
    </>
  );
}

const xChoices = [
  { value: 'updates', label: 'updates' },
  { value: 'examples', label: 'examples' },
  { value: 'tokens', label: 'tokens' },
];
const scaleChoices = [
  { value: 'linear', label: 'linear' },
  { value: 'log', label: 'log' },
];

/** What the chart takes where the user chose nothing. */
const byItself = (path: string | null): string =>
  path === null ? 'nothing varies' : `auto: ${path === 'updates' ? 'updates' : pathName(path)}`;

function Scales({ view, runs, change }: Props) {
  const { chart } = view;
  return (
    <>
      {chart !== 'curves' && (
        <Field
          label={chart === 'trend' ? 'Against' : 'Rows'}
          value={view.against ?? ''}
          none={byItself(againstOf({ ...view, against: null }, runs))}
          data={pathChoices(runs, view.against, false)}
          onChange={(next) => change({ against: next || null, zoom: null })}
        />
      )}
      {chart === 'heatmap' && (
        <Field
          label="Columns"
          value={view.second ?? ''}
          none={byItself(secondOf({ ...view, second: null }, runs))}
          data={[
            { value: 'updates', label: 'updates of the phase' },
            ...pathChoices(runs, view.second, false),
          ]}
          onChange={(next) => change({ second: next || null, zoom: null })}
        />
      )}
      {chart !== 'trend' && (
        <Spare atRest={view.x === 'updates'}>
          <Field
            label={chart === 'curves' ? 'Over' : 'Counted in'}
            value={view.x}
            term={view.x === 'updates' ? 'update' : null}
            data={xChoices}
            onChange={(x) => change({ x: x as View['x'], zoom: null })}
          />
        </Spare>
      )}
      {chart !== 'heatmap' && (
        <>
          <Spare atRest={view.xScale === 'log'}>
            <Field
              label="x scale"
              value={view.xScale}
              data={scaleChoices}
              onChange={(next) => change({ xScale: next as View['xScale'], zoom: null })}
            />
          </Spare>
          <Spare atRest={view.yScale === 'linear'}>
            <Field
              label="y scale"
              value={view.yScale}
              data={scaleChoices}
              onChange={(next) => change({ yScale: next as View['yScale'], zoom: null })}
            />
          </Spare>
        </>
      )}
    </>
  );
}

const columnNames: Readonly<Partial<Record<ChartKind, string>>> = { heatmap: 'Panels', hooke: 'Groups' };

function Sides({ view, runs, change }: Props) {
  const grouped = view.chart !== 'heatmap';
  const side = (name: 'colour' | 'dash' | 'column' | 'row', label: string, none: string) => (
    <Field
      label={label}
      value={view[name] ?? ''}
      none={none}
      data={pathChoices(runs, view[name])}
      onChange={(next) => change({ [name]: next || null })}
    />
  );
  return (
    <>
      {grouped && side('colour', view.chart === 'hooke' ? 'Springs by' : 'Colour', 'none')}
      {grouped && view.chart !== 'hooke' && (
        <Spare atRest={view.dash === null}>{side('dash', 'Dash', 'none')}</Spare>
      )}
      {side('column', columnNames[view.chart] ?? 'Columns', 'one')}
      {view.chart !== 'hooke' && <Spare atRest={view.row === null}>{side('row', 'Panel rows', 'one')}</Spare>}
    </>
  );
}

/** Axes that are not shown: pooled within each seed, or held at a value. */
function Held({ view, runs, change }: Props) {
  const { selection } = view;
  const hold = (path: string, text: string): void => {
    const { [path]: _, ...others } = selection.held;
    change({ selection: { ...selection, held: text === '' ? others : { ...others, [path]: text } } });
  };
  return restPaths(view, runs).map((path) => (
    <Spare key={path} atRest={selection.held[path] === undefined}>
      <Field
        label={`Only ${pathName(path)}`}
        value={selection.held[path] ?? ''}
        none="all, averaged"
        data={heldChoices(runs, path)}
        onChange={(text) => hold(path, text)}
      />
    </Spare>
  ));
}

const parts = [
  { name: 'mean', label: 'Mean', about: 'The mean over seeds' },
  { name: 'interval', label: '95 %', about: 'Its 95 % Student t interval' },
  { name: 'seeds', label: 'Runs', about: 'Every run as a faint line or dot' },
] as const;
/** A path has no interval. */
const partsOf = (chart: ChartKind) => parts.filter(({ name }) => chart !== 'path' || name !== 'interval');

function Shown({ view, change }: Props) {
  const turn = (name: keyof View['show']): void =>
    change({ show: { ...view.show, [name]: !view.show[name] } });
  useCommands(
    choiceGroups.drawn,
    partsOf(view.chart).map(({ name, label, about }) => ({
      id: `compare.show.${name}`,
      label: `${view.show[name] ? 'Hide' : 'Show'}: ${label}`,
      keywords: about,
      disabled: name === 'interval' && !view.show.mean,
      run: () => turn(name),
    })),
  );
  return (
    <fieldset className="compare-shown">
      <legend>Show</legend>
      {partsOf(view.chart).map(({ name, label, about }) => (
        <Tooltip key={name} label={about} openDelay={500}>
          <button
            type="button"
            aria-pressed={view.show[name]}
            disabled={name === 'interval' && !view.show.mean}
            onClick={() => turn(name)}
          >
            {label}
          </button>
        </Tooltip>
      ))}
    </fieldset>
  );
}
