// The trainer processes, a card each: what it trains, how far, how fast.
import { Text, Title } from '@mantine/core';
import { memo } from 'react';
import { phaseColors } from '../../charts/color.ts';
import { formatCount, formatValue } from '../../charts/format.ts';
import type { PlanNode } from '../../contract/monitor.ts';
import type { TrainerStatus } from '../../contract/window.ts';
import { useColors } from '../colors.tsx';
import { roughDuration } from '../words.ts';

interface Props {
  readonly trainers: readonly TrainerStatus[];
  readonly workers: number;
  readonly names: ReadonlyMap<number, string>;
  /** Steps whose plans were read, by key: their labels. */
  readonly steps: ReadonlyMap<string, PlanNode>;
}

export function TrainersPanel({ trainers, workers, names, steps }: Props) {
  const busy = trainers.filter(({ step }) => step !== null).length;
  return (
    <section className="card" aria-labelledby="trainers-title">
      <div className="panel-head">
        <Title order={2} size="h5" id="trainers-title">
          Trainers
        </Title>
        <Text size="sm" className="quiet">
          {busy} of {workers} busy
        </Text>
      </div>
      {trainers.length === 0 && (
        <Text size="sm" className="quiet">
          No trainer is running: one is started for each step that is ready, up to {workers}, and ends after a
          minute without work.
        </Text>
      )}
      <ul className="trainers">
        {trainers.map((trainer) => (
          <TrainerCard
            key={trainer.pid}
            trainer={trainer}
            name={trainer.experiment === null ? '' : (names.get(trainer.experiment) ?? '')}
            label={trainer.step === null ? '' : (steps.get(trainer.step)?.label ?? '')}
          />
        ))}
      </ul>
    </section>
  );
}

interface CardProps {
  readonly trainer: TrainerStatus;
  readonly name: string;
  readonly label: string;
}

const same = (a: CardProps, b: CardProps): boolean =>
  a.name === b.name && a.label === b.label && JSON.stringify(a.trainer) === JSON.stringify(b.trainer);

const TrainerCard = memo(function TrainerCard({ trainer, name, label }: CardProps) {
  const theme = useColors();
  const { pid, device, phase, update, updates, tokensPerSecond, etaSeconds, lossNats } = trainer;
  const hue = phase === null ? 'var(--quiet)' : phaseColors[theme][phase];
  const percent = updates === 0 ? 0 : (100 * update) / updates;
  return (
    <li className="trainer" style={{ borderLeftColor: hue }} data-busy={phase !== null}>
      <div className="trainer-head">
        <span className="trainer-phase">
          <i style={{ background: hue }} />
          {phase ?? 'idle'}
        </span>
        <span className="quiet">
          {device} · process {pid}
        </span>
      </div>
      {phase !== null && (
        <>
          <div className="trainer-what">
            <div className="trainer-line">{name}</div>
            <div className="trainer-line quiet">{label === '' ? '\u00a0' : label}</div>
          </div>
          <div
            className="trainer-bar"
            role="progressbar"
            aria-label={`${phase} on ${device}, process ${pid}`}
            aria-valuenow={update}
            aria-valuemin={0}
            aria-valuemax={updates}
          >
            <div style={{ width: `${percent}%`, background: hue }} />
          </div>
          <dl className="trainer-facts">
            <Fact name="update" value={`${formatCount(update)} / ${formatCount(updates)}`} />
            <Fact
              name="tokens/s"
              value={tokensPerSecond > 0 ? formatCount(Math.round(tokensPerSecond)) : '–'}
            />
            <Fact name="to go" value={etaSeconds === null ? '–' : roughDuration(etaSeconds)} />
            <Fact name="loss" value={lossNats === null ? '–' : formatValue(lossNats, 3)} />
          </dl>
        </>
      )}
    </li>
  );
}, same);

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
