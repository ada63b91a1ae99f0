// The slides of a deck as HTML without any script: for the exported file and for paper. Drawn once in each theme; a style
// sheet (`deck-style.ts`) chooses.
import type { Slide } from '../../core/deck.ts';
import { axisName, metricName, phaseTitle } from '../../core/names.ts';
import { axisValue, formatValue } from '../format.ts';
import { toSvg } from '../svg.ts';
import { escapeHtml } from './escape-html.ts';
import { explanationOf, isRevealed, laterSteps, slideChart, slideNotes } from './slide-chart.ts';
import { slideFacts } from './slide-facts.ts';
import { type SlideCell, shade, slideTable } from './slide-table.ts';
import { textBlocks, textSize } from './text-blocks.ts';
import { chartPlace, virtualSize } from './virtual-size.ts';

export interface SlidesOptions {
  /** Every step of slides that appear step by step; otherwise only the last, and both themes or only light. */
  readonly steps: boolean;
  readonly themes: readonly ('light' | 'dark')[];
  readonly name: string;
}

export function slidesHtml(slides: readonly Slide[], options: SlidesOptions): string {
  return slides.map((slide, index) => slideHtml(slide, index, slides.length, options)).join('\n');
}

function slideHtml(slide: Slide, index: number, count: number, options: SlidesOptions): string {
  const steps = laterSteps(slide);
  const kind = slide.kind === 'text' ? 'text' : 'view';
  const heading = index === 0 ? 'h1' : 'h2';
  const title = slide.title === '' ? `Slide ${index + 1}` : slide.title;
  return [
    `<section class="slide ${kind}" id="slide-${index + 1}" data-steps="${steps}" aria-labelledby="title-${index + 1}">`,
    `<${heading} id="title-${index + 1}">${escapeHtml(title)}</${heading}>`,
    slide.kind === 'text' ? captionHtml(slide.caption) : figureHtml(slide, options),
    `<footer><span>${escapeHtml(options.name)}</span><span>${escapeHtml(slideFacts(slide))}</span><span>${index + 1} / ${count}</span></footer>`,
    '</section>',
  ].join('\n');
}

function figureHtml(slide: Extract<Slide, { kind: 'view' }>, options: SlidesOptions): string {
  // What a caption concludes comes with the last series.
  const late = isRevealed(slide) ? ` class="late" data-step="${laterSteps(slide)}"` : '';
  const body = slideTable(slide) === null ? chartsHtml(slide, options) : tableHtml(slide);
  return [
    '<figure>',
    `<div class="drawing">${body}</div>`,
    notesHtml(slide, options),
    saidHtml(slide),
    `<figcaption${late}>${captionHtml(slide.caption)}</figcaption>`,
    '</figure>',
    slideTable(slide) === null ? dataHtml(slide) : '',
  ].join('\n');
}

function chartsHtml(slide: Slide, { steps, themes }: SlidesOptions): string {
  const last = laterSteps(slide);
  const drawn = steps ? Array.from({ length: last + 1 }, (_, step) => step) : [last];
  const place = chartPlace(slide, steps ? 'screen' : 'paper');
  return drawn
    .map((step) => {
      const charts = themes.map((theme) => {
        const scene = slideChart(slide, step, { ...virtualSize(slide, place), theme });
        return scene === null ? '' : `<div class="only-${theme}">${toSvg(scene)}</div>`;
      });
      return `<div class="step" data-step="${step}"${step === last ? ' data-last' : ''}>${charts.join('')}</div>`;
    })
    .join('\n');
}

/** The small print of each step, all in the room of the longest. */
function notesHtml(slide: Slide, { steps }: SlidesOptions): string {
  const last = laterSteps(slide);
  const drawn = steps ? Array.from({ length: last + 1 }, (_, step) => step) : [last];
  const notes = drawn.map((step) => ({ step, text: slideNotes(slide, step).now }));
  if (notes.every(({ text }) => text === '')) return '';
  const items = notes.map(
    ({ step, text }) =>
      `<p class="small" data-step="${step}"${step === last ? ' data-last' : ''}>${escapeHtml(text)}</p>`,
  );
  return `<div class="stack note">${items.join('')}</div>`;
}

/** What the explanation says at each step. */
function saidHtml(slide: Slide): string {
  const items = explanationOf(slide).map(
    ({ title, text }, step) =>
      `<li class="said" data-step="${step}"><b>${escapeHtml(title)}</b> ${escapeHtml(text)}</li>`,
  );
  return items.length === 0 ? '' : `<ol class="walk">${items.join('')}</ol>`;
}

export function captionHtml(caption: string): string {
  if (caption.trim() === '') return '';
  const blocks = textBlocks(caption).map((block) =>
    block.kind === 'paragraph'
      ? `<p>${escapeHtml(block.text).replaceAll('\n', '<br>')}</p>`
      : `<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`,
  );
  return `<div class="caption ${textSize(caption)}">${blocks.join('')}</div>`;
}

function tableHtml(slide: Slide): string {
  const table = slideTable(slide)!;
  const lead = table.lead === '' ? '' : `<p class="lead">${escapeHtml(table.lead)}</p>`;
  const note = table.note === '' ? '' : `<p class="note">${escapeHtml(table.note)}</p>`;
  return `${lead}${gridHtml(
    table.columns,
    table.rows.map((row) => row.map(cellHtml)),
  )}${note}`;
}

const cellHtml = ({ text, verdict, strong, tokens, unbroken }: SlideCell): string => {
  if (tokens !== undefined) return tokens.map(tokenHtml).join(' ');
  if (verdict !== undefined)
    return `<span class="verdict ${verdict.replace(' ', '-')}">${escapeHtml(text)}</span>`;
  if (unbroken !== undefined)
    return `<span class="unbroken">${escapeHtml(unbroken)}</span><span class="unit">${escapeHtml(text.slice(unbroken.length))}</span>`;
  return strong ? `<b>${escapeHtml(text)}</b>` : escapeHtml(text);
};

const tokenHtml = ({ text, surprise }: { text: string; surprise: number }): string =>
  `<span class="token" style="--surprise: ${shade(surprise)}">${escapeHtml(text)}</span>`;

/** Cells are HTML already. */
function gridHtml(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const kind = rows.length < 7 ? ' class="roomy"' : '';
  const head = columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n');
  return `<table${kind}><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

const mostSeries = 400;
/** What the chart is drawn from, one row per run, phase and metric: where it begins, where it ends. */
function dataHtml({ data }: Extract<Slide, { kind: 'view' }>): string {
  const runs = new Map(data.runs.map((run) => [run.id, run]));
  const cell = (value: number | null | undefined): string => (value == null ? '–' : formatValue(value, 4));
  const rows = data.series.slice(0, mostSeries).map((series) => {
    const run = runs.get(series.run);
    const setting = Object.entries(run?.values ?? {}).map(
      ([path, value]) => `${axisName(path)} ${axisValue(value)}`,
    );
    return [
      `${run?.experimentName ?? ''}, run ${series.run}, seed ${run?.seed ?? '–'}`,
      setting.join(', '),
      `${phaseTitle(series.phase)}, ${metricName(series.metric)}`,
      cell(series.mean[0]),
      cell(series.mean.at(-1)),
      `${series.update.at(-1) ?? 0}`,
    ].map(escapeHtml);
  });
  const left = data.series.length - rows.length;
  const note = left > 0 ? `<p class="note">${left} more series are drawn and not listed.</p>` : '';
  const columns = ['run', 'setting', 'series', 'first', 'last', 'updates'];
  return `<details class="data"><summary>Data as a table</summary><div class="sheet">${gridHtml(columns, rows)}${note}</div></details>`;
}
