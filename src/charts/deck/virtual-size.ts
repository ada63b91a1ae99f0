// How large a chart is drawn before it is scaled to its place on a slide: as small as its panels allow, since what is drawn
// smaller has the larger type.
import type { Slide } from '../../core/deck.ts';
import { viewHeight } from '../view/draw-view.ts';
import { explanationOf, laterSteps, slideNotes } from './slide-chart.ts';

/** Slide units that one virtual pixel may be, the best first: 11 pixels of a tick are 14 units, or 10.5 at least. */
const scales = [1.28, 1.18, 1.08, 0.96] as const;
/** A slide is 960 units wide with a margin of 44 on each side. */
const unitsAcross = 872;
const leastHeight = 290;
/** Slide units: all but title, foot and margins. */
const unitsBelowTitle = 480;
/** A page of paper is wider than a slide of the same height. */
const unitsAcrossPaper = 978;

/** About as many lines as a text of a size takes in a width. */
const linesOf = (text: string, size: number, width: number): number =>
  Math.ceil((text.length * size * 0.48) / width);

/** About the place that is left for a slide's chart above its words, where no script can measure it: the shape that it is drawn in. */
export function chartPlace(slide: Slide, on: 'screen' | 'paper'): { width: number; height: number } {
  const width = on === 'screen' ? unitsAcross : unitsAcrossPaper;
  const caption = slide.caption.split('\n').reduce((sum, line) => sum + linesOf(line, 15.5, width), 0);
  const notes = linesOf(slideNotes(slide, laterSteps(slide)).last, 11, width);
  const words = walkHeight(slide, width, on) + caption * 22 + notes * 15;
  return { width, height: Math.max(240, unitsBelowTitle - words) };
}

/** On a screen the longest step of the explanation, on paper all of them in two columns of small type. */
function walkHeight(slide: Slide, width: number, on: 'screen' | 'paper'): number {
  const steps = explanationOf(slide).map(({ title, text }) => `${title} ${text}`);
  if (on === 'screen') return 22.4 * Math.max(0, ...steps.map((step) => linesOf(step, 16, width)));
  const column = steps.reduce((sum, step) => sum + linesOf(step, 9.5, width / 2 - 12), 0) / 2;
  return column * 12.4 + (steps.length / 2) * 3;
}

/** Virtual pixels for a place of this shape; only its shape counts, not its size. */
export function virtualSize(
  slide: Slide,
  place: { readonly width: number; readonly height: number },
): { width: number; height: number } {
  // A place that is low for its width is a slide that is wide for its height: then the height decides.
  const units = place.width / Math.min(place.width / unitsAcross, place.height / 300);
  const aspect = place.height / place.width;
  const sizes = scales.map((scale) => ({
    width: Math.round(units / scale),
    height: Math.round((units / scale) * aspect),
  }));
  if (slide.kind === 'text' || slide.explain) return sizes[0]!;
  const fits = ({ width, height }: { width: number; height: number }): boolean =>
    viewHeight(slide.view, slide.data, width, leastHeight) <= height;
  return sizes.find(fits) ?? sizes.at(-1)!;
}
