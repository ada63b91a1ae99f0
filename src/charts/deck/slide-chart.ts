// The chart of a slide at one of its steps: series that appear one after the other, or the explanation's walk. A slide is
// drawn from its own frozen data and from nothing else.
import type { Slide } from '../../core/deck.ts';
import { type ExplanationStep, explain } from '../../core/explanation/explain.ts';
import type { Theme } from '../color.ts';
import type { Scene } from '../scene.ts';
import { drawView, seriesCount } from '../view/draw-view.ts';
import { explanationChart } from './explanation-chart.ts';
import { slideTable } from './slide-table.ts';

export type ViewSlide = Extract<Slide, { kind: 'view' }>;
export interface SlideSize {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** The steps of the explanation where the slide shows it and the data allow it; otherwise none. */
export function explanationOf(slide: Slide): ExplanationStep[] {
  return slide.kind === 'view' && slide.explain && slide.view.chart === 'curves'
    ? explain(slide.view, slide.data)
    : [];
}

/** Whether its series appear one by one, after the bare axes. */
export const isRevealed = (slide: Slide): boolean =>
  slide.kind === 'view' && slide.reveal && explanationOf(slide).length === 0 && laterSteps(slide) > 0;

/** How many steps follow after a slide has come up: 0 shows it whole at once. */
export function laterSteps(slide: Slide): number {
  if (slide.kind === 'text' || slideTable(slide) !== null) return 0;
  const explained = explanationOf(slide).length;
  if (explained > 0) return explained - 1;
  const series = slide.reveal ? seriesCount(slide.view, slide.data) : 0;
  return series < 2 ? 0 : series;
}

/** `step` counts from 0, which is the bare axes where series appear one by one, to `laterSteps`, which is all. null for slides without a chart. */
export function slideChart(slide: Slide, step: number, size: SlideSize): Scene | null {
  if (slide.kind === 'text' || slideTable(slide) !== null) return null;
  const explained = explanationOf(slide);
  if (explained.length > 0) return explanationChart(slide.view, slide.data, explained[step], size);
  const reveal = slide.reveal && step < laterSteps(slide) ? step : null;
  return drawView(slide.view, slide.data, { ...size, reveal, notesApart: true });
}

/** The small print of a slide's chart at a step, and at its last step, whose room is kept from the start. */
export function slideNotes(slide: Slide, step: number): { now: string; last: string } {
  const scene = slideChart(slide, step, { width: 720, height: 360, theme: 'light' });
  return scene?.notes ?? { now: '', last: '' };
}
