// Responses to one prompt side by side: at θ0, at θ1, along unalignment. Tokens are shaded by how surprising they were to the
// model; the likeliest others stand below at the one that is pointed at or focused.
import { ActionIcon, Anchor, NativeSelect, Slider, Text } from '@mantine/core';
import { ChevronLeftIcon, ChevronRightIcon } from '@radix-ui/react-icons';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { shade } from '../../charts/deck/slide-table.ts';
import { formatCount, formatValue } from '../../charts/format.ts';
import { shownRuns } from '../../charts/view/arrange-runs.ts';
import { runLabel } from '../../charts/view/run-values.ts';
import {
  type Moment,
  type RunSamples,
  runSamples,
  surpriseShare,
  visible,
} from '../../charts/view/sample-moments.ts';
import type { ComparedSample, FrozenData, TokenProbability } from '../../core/frozen-data.ts';
import { phaseTitles } from '../../core/names.ts';
import type { View } from '../../core/view.ts';
import { runHash } from '../router.ts';
import { useChoices, useCommands, useKeyHints } from '../shell/actions.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { doneBy, type KeyRow } from '../shell/key-table.ts';
import { choiceGroups } from '../shell/palette-entries.ts';

interface Props {
  readonly view: View;
  readonly data: FrozenData;
  /** Left out where nothing can be chosen. */
  change?(patch: Partial<View>): void;
}

export function SamplesView({ view, data, change }: Props) {
  const sampled = useMemo(() => new Set(data.samples.map(({ run }) => run)), [data.samples]);
  const runs = shownRuns(view, data).filter(({ id }) => sampled.has(id));
  const run = runs.find(({ id }) => id === view.run) ?? runs[0];
  const found = useMemo(
    () => (run === undefined ? null : runSamples(data.samples, run.id)),
    [data.samples, run],
  );
  const at = Math.max(0, found?.prompts.findIndex(({ index }) => index === view.prompt) ?? 0);
  const last = (found?.prompts.length ?? 0) - 1;
  const turn = (by: number): void => change?.({ prompt: found!.prompts[at + by]!.index });
  useCommands(
    'Compare',
    change === undefined
      ? []
      : [
          { id: 'compare.prompt.before', label: 'Prompt before', disabled: at <= 0, run: () => turn(-1) },
          { id: 'compare.prompt.next', label: 'Next prompt', disabled: at >= last, run: () => turn(1) },
        ],
  );
  const options = runs.map((one) => ({
    value: String(one.id),
    label: `${one.experimentName}: ${runLabel(one)}`,
  }));
  const choose = (id: string): void => change?.({ run: Number(id) });
  useChoices({
    group: choiceGroups.drawn,
    id: 'compare.sampled',
    label: 'Run',
    options: change === undefined ? [] : options,
    value: String(run?.id),
    choose,
  });
  if (run === undefined || found === null)
    return (
      <EmptyState title="Nothing was written yet">
        Models are asked the same prompts at the beginning and at the end of each phase. None of the picked
        runs has got so far, or its schedule samples nothing.
      </EmptyState>
    );
  const prompt = found.prompts[at];
  const moment = found.along.find(({ update }) => update === view.update) ?? found.along.at(-1) ?? null;
  return (
    <section className="compare-samples" aria-label="Samples">
      {change !== undefined && (
        <div className="compare-sample-choice">
          <NativeSelect
            size="xs"
            label="Run"
            value={String(run.id)}
            data={options}
            onChange={(event) => choose(event.currentTarget.value)}
          />
          <Anchor size="sm" href={runHash(run.id)} className="compare-sample-run">
            Open run {run.id}
          </Anchor>
          <div className="compare-prompt-turn">
            <ActionIcon
              variant="default"
              size={30}
              aria-label="Prompt before"
              disabled={at <= 0}
              onClick={() => turn(-1)}
            >
              <ChevronLeftIcon />
            </ActionIcon>
            <Text size="sm">
              prompt {at + 1} of {found.prompts.length}
            </Text>
            <ActionIcon
              variant="default"
              size={30}
              aria-label="Next prompt"
              disabled={at >= last}
              onClick={() => turn(1)}
            >
              <ChevronRightIcon />
            </ActionIcon>
          </div>
        </div>
      )}
      {prompt !== undefined && <blockquote className="compare-prompt">{prompt.text}</blockquote>}
      {moment !== null && found.along.length > 1 && change !== undefined && (
        <Scrubber moments={found.along} moment={moment} onChange={(update) => change({ update })} />
      )}
      {prompt !== undefined && <Columns found={found} prompt={prompt.index} moment={moment} />}
    </section>
  );
}

function Scrubber(props: { moments: readonly Moment[]; moment: Moment; onChange: (update: number) => void }) {
  const { moments, moment, onChange } = props;
  const index = moments.indexOf(moment);
  const name = (i: number): string => `update ${formatCount(moments[i]?.update ?? 0)}`;
  return (
    <div className="compare-scrubber">
      <Text size="sm" id="compare-scrubber">
        Along unalignment
      </Text>
      <Slider
        flex={1}
        min={0}
        max={moments.length - 1}
        step={1}
        value={index}
        label={name}
        thumbProps={{ 'aria-labelledby': 'compare-scrubber', 'aria-valuetext': name(index) }}
        marks={moments.map((_, value) => ({ value }))}
        onChange={(value) => onChange(moments[value]!.update)}
      />
    </div>
  );
}

function Columns({ found, prompt, moment }: { found: RunSamples; prompt: number; moment: Moment | null }) {
  const columns = [
    { sign: 'θ0', name: 'the pretrained model', moment: found.base },
    { sign: 'θ1', name: 'after alignment', moment: found.aligned },
    {
      sign: 'θ',
      name:
        moment === null
          ? 'unalignment'
          : `${phaseTitles[moment.phase]}, update ${formatCount(moment.update)}`,
      moment,
    },
  ];
  return (
    <div className="compare-columns">
      {columns.map(({ sign, name, moment: own }) => (
        <article key={sign} className="compare-response" aria-label={`${sign}, ${name}`}>
          <h3>
            {sign} <span className="quiet">{name}</span>
          </h3>
          <Response sample={own === null ? undefined : found.at(own, prompt)} />
        </article>
      ))}
    </div>
  );
}

function Response({ sample }: { sample: ComparedSample | undefined }) {
  if (sample === undefined) return <p className="quiet">Not sampled here.</p>;
  return (
    <>
      {sample.tokens === null ? (
        <>
          <p className="compare-text">{sample.response}</p>
          <p className="quiet compare-small">Sampled before token probabilities were kept.</p>
        </>
      ) : (
        <Tokens tokens={sample.tokens} />
      )}
      <p className="compare-score">
        score <b>{sample.score === null ? '–' : formatValue(sample.score, 2)}</b>
      </p>
    </>
  );
}

const tokenKeys: readonly KeyRow<'previous' | 'next'>[] = [
  { label: 'From token to token', keys: { ArrowLeft: 'previous', ArrowRight: 'next' } },
];

/** One stop for the Tab key; arrow keys walk from token to token. */
function Tokens({ tokens }: { tokens: readonly TokenProbability[] }) {
  const [at, setAt] = useState<number | null>(null);
  const [stop, setStop] = useState(0);
  useKeyHints('On the tokens of a sample', tokenKeys);
  const key = (event: KeyboardEvent<HTMLElement>): void => {
    const does = doneBy(tokenKeys, event);
    if (does === null) return;
    const buttons = event.currentTarget.querySelectorAll('button');
    const next = buttons[stop + (does === 'next' ? 1 : -1)];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  const token = at === null ? undefined : tokens[at];
  return (
    <>
      <div role="toolbar" aria-label="Tokens of the response" className="compare-tokens" onKeyDown={key}>
        {tokens.map((one, index) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
            key={index}
            type="button"
            tabIndex={index === stop ? 0 : -1}
            className="compare-token"
            style={{ '--surprise': shade(surpriseShare(one.probability)) } as React.CSSProperties}
            aria-label={`${visible(one.text)}, probability ${percent(one.probability)}`}
            onPointerEnter={() => setAt(index)}
            onPointerLeave={() => setAt(null)}
            onFocus={() => {
              setAt(index);
              setStop(index);
            }}
            onBlur={() => setAt(null)}
          >
            {visible(one.text)}
          </button>
        ))}
      </div>
      <div className="compare-alternatives" role="status">
        {token === undefined ? (
          <span className="quiet">
            The stronger the colour, the less likely. Point at a token for what else could have stood there.
          </span>
        ) : (
          <Alternatives token={token} />
        )}
      </div>
    </>
  );
}

function Alternatives({ token }: { token: TokenProbability }) {
  const known = token.top.some(({ text }) => text === token.text);
  const all = known ? token.top : [...token.top, { text: token.text, probability: token.probability }];
  return (
    <ul>
      {all.map(({ text, probability }) => (
        <li key={text} data-drawn={text === token.text}>
          <span className="compare-alternative">{visible(text)}</span>
          <span className="compare-bar">
            <span style={{ width: `${Math.max(1, probability * 100)}%` }} />
          </span>
          <span>{percent(probability)}</span>
        </li>
      ))}
    </ul>
  );
}

const percent = (probability: number): string =>
  probability < 0.001 ? '< 0.1 %' : `${formatValue(probability * 100, probability < 0.1 ? 1 : 0)} %`;
