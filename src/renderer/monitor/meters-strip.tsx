// The machine as tiles: a number, what it is of, and its last three minutes as a line.
import { memo } from 'react';
import type { Meters } from '../../contract/monitor.ts';
import { bytes } from '../words.ts';
import { sparkPath } from './spark-path.ts';

interface TileProps {
  readonly name: string;
  readonly value: string;
  readonly detail: string;
  /** Shares, 0 … 1, oldest first; null where it was not known. */
  readonly line: readonly (number | null)[] | null;
}

export const MetersStrip = memo(function MetersStrip({ readings }: { readings: readonly Meters[] }) {
  const last = readings.at(-1);
  if (last === undefined) return <div className="meters" aria-hidden />;
  return (
    <section className="meters" aria-label="The machine">
      {tilesOf(last, readings).map((tile) => (
        <Tile key={tile.name} {...tile} />
      ))}
    </section>
  );
});

const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)} %`);

function tilesOf(last: Meters, readings: readonly Meters[]): TileProps[] {
  return [
    {
      name: 'Processor',
      value: percent(last.processor),
      detail: `of ${last.cores} cores`,
      line: readings.map(({ processor }) => processor),
    },
    {
      name: 'Memory',
      value: percent(last.memoryUsedBytes / last.memoryBytes),
      detail: `of ${bytes(last.memoryBytes)}; ${bytes(last.ownMemoryBytes)} ours`,
      line: readings.map(({ memoryUsedBytes, memoryBytes }) => memoryUsedBytes / memoryBytes),
    },
    { name: 'Disk', value: bytes(last.diskFreeBytes), detail: 'free for the data folder', line: null },
    ...(last.gpus.length === 0
      ? [{ name: 'GPU', value: '–', detail: 'none that tells its load', line: null }]
      : last.gpus.map((gpu, index) => gpuTile(gpu, index, readings))),
  ];
}

function gpuTile(gpu: Meters['gpus'][number], index: number, readings: readonly Meters[]): TileProps {
  const memory =
    gpu.memoryUsedBytes === null || gpu.memoryBytes === null
      ? ''
      : `${bytes(gpu.memoryUsedBytes)} of ${bytes(gpu.memoryBytes)}`;
  const heat = gpu.celsius === null ? '' : `${Math.round(gpu.celsius)} °C`;
  return {
    name: `GPU ${index}`,
    value: percent(gpu.load),
    detail: [gpu.name, memory, heat].filter((part) => part !== '').join(' · '),
    line: readings.map(({ gpus }) => gpus[index]?.load ?? null),
  };
}

function Tile({ name, value, detail, line }: TileProps) {
  return (
    <div className="meter">
      <span className="meter-name">{name}</span>
      <span className="meter-value">{value}</span>
      {line !== null && <Spark line={line} />}
      <span className="meter-detail" title={detail}>
        {detail}
      </span>
    </div>
  );
}

const size = { width: 120, height: 38, places: 90 } as const;

function Spark({ line }: { line: readonly (number | null)[] }) {
  const { width, height } = size;
  const { stroke, fill } = sparkPath(line, size);
  return (
    <svg className="spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden>
      <path d={fill} className="spark-fill" />
      <path d={stroke} className="spark-line" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
