// How a run is going: bars that are redrawn on a terminal, a line now and then elsewhere, or events as JSON lines.
import type { ExperimentSummary, WindowEvent } from '../contract/window.ts';
import { draw, note, resultJson } from './output.ts';
import { bar, count, duration } from './text.ts';

type Trainers = Extract<WindowEvent, { type: 'trainers' }>['trainers'];
export interface ProgressView {
  hear(event: WindowEvent): void;
  /** Leaves what is drawn and frees the terminal. */
  close(): void;
}

/** `id` is the experiment that is shown. */
export function progressView(id: number, kind: 'json' | 'terminal' | 'lines'): ProgressView {
  if (kind === 'json') return { hear: (event) => resultJson(event), close: () => undefined };
  return kind === 'terminal' ? terminalView(id) : lineView(id);
}

export function shareDone({ progress }: ExperimentSummary): number {
  const byTokens = progress.tokens === 0 ? 1 : progress.tokensDone / progress.tokens;
  return Math.min(byTokens, progress.steps === 0 ? 1 : (progress.stepsFinished + 0.999) / progress.steps);
}

function describe(summary: ExperimentSummary): string {
  const { steps, stepsFinished, stepsFailed, runs, runsFinished, tokensPerSecond, etaSeconds } =
    summary.progress;
  const parts = [`${runsFinished}/${runs} runs`, `${stepsFinished}/${steps} steps`];
  if (stepsFailed > 0) parts.push(`${stepsFailed} failed`);
  if (tokensPerSecond > 0) parts.push(`${count(tokensPerSecond)} tokens/s on average`);
  if (etaSeconds !== null && summary.state === 'running') parts.push(`${duration(etaSeconds)} to go`);
  return parts.join(' · ');
}

function logLine(event: WindowEvent): string | null {
  return event.type === 'log' && event.level !== 'info' ? `${event.level}: ${event.message}` : null;
}

const lineMilliseconds = 2000;

function lineView(id: number): ProgressView {
  let last = Number.NEGATIVE_INFINITY;
  let state = '';
  return {
    hear(event) {
      const log = logLine(event);
      if (log !== null) note(log);
      if (event.type !== 'experiment' || event.summary.id !== id) return;
      const now = performance.now();
      if (event.summary.state === state && now - last < lineMilliseconds) return;
      last = now;
      state = event.summary.state;
      note(
        `${state.padEnd(8)} ${(100 * shareDone(event.summary)).toFixed(0).padStart(3)} %  ${describe(event.summary)}`,
      );
    },
    close: () => undefined,
  };
}

const eraseLine = '\u001b[2K';
const up = (lines: number): string => (lines > 0 ? `\u001b[${lines}A` : '');

function terminalView(id: number): ProgressView {
  let summary: ExperimentSummary | null = null;
  let trainers: Trainers = [];
  let drawn = 0;
  const width = (): number => Math.max(40, process.stderr.columns || 80);
  const redraw = (): void => {
    const lines = [...(summary === null ? [] : experimentLines(summary)), ...trainers.map(trainerLine)];
    const shown = lines.map((line) => `${eraseLine}${line.slice(0, width() - 1)}\n`);
    const blank = Math.max(0, drawn - lines.length);
    draw(`${up(drawn)}\r${shown.join('')}${`${eraseLine}\n`.repeat(blank)}${up(blank)}`);
    drawn = lines.length;
  };
  return {
    hear(event) {
      const log = logLine(event);
      if (log !== null) {
        draw(`${up(drawn)}\r\u001b[J${log}\n`);
        drawn = 0;
      }
      if (event.type === 'experiment' && event.summary.id === id) summary = event.summary;
      if (event.type === 'trainers') trainers = event.trainers;
      redraw();
    },
    close() {
      trainers = [];
      redraw();
    },
  };
}

function experimentLines(summary: ExperimentSummary): string[] {
  const share = shareDone(summary);
  return [
    `${bar(share, 30)} ${(100 * share).toFixed(0).padStart(3)} %  ${summary.name}`,
    `  ${summary.state} · ${describe(summary)}`,
  ];
}

function trainerLine({ step, update, updates, tokensPerSecond, device }: Trainers[number]): string {
  if (step === null) return `  ${'·'.repeat(20)} idle`;
  const share = updates === 0 ? 0 : update / updates;
  const speed = tokensPerSecond > 0 ? ` · ${count(tokensPerSecond)} tokens/s now` : '';
  return `  ${bar(share, 20)} ${step.slice(0, 8)} on ${device} · update ${update}/${updates}${speed}`;
}
