// What the explanation says at each step, for data that look like the textbook and for data that do not. Every number
// comes from `curve-facts.ts`; a difference that the seeds cannot tell from none is never called a difference.
import { fromLogOdds } from '../elasticity/log-odds.ts';
import type { ChosenCurves } from './chosen-curves.ts';
import type { CurveFacts } from './curve-facts.ts';
import {
  amount,
  number,
  seedsOf,
  settingText,
  unitOf,
  updatesAndExamples,
  updatesOf,
  withInterval,
} from './words.ts';

export interface Said {
  readonly title: string;
  readonly text: string;
  readonly label: string;
}
type Say = (chosen: ChosenCurves, facts: CurveFacts) => Said;

const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');
const onAverage = (n: number): string => (n === 1 ? 'one seed' : `mean of ${n} seeds`);
/** Of log-odds: the score that they are, for those who think in shares. */
const asScore = (metric: string, value: number): string =>
  metric === 'behaviour.logOdds' ? `, a score of about ${number(fromLogOdds(value))}` : '';

export const pretrained: Say = ({ metric, values, seeds }, { base, n }) => {
  const { parameters, pretrainTokens } = seeds[0]!.run;
  const setting = settingText(values);
  const { sign, name } = unitOf(metric);
  const read =
    pretrainTokens > 0 ? `It has read ${amount(pretrainTokens)} tokens of text` : 'It has read nothing yet';
  return {
    title: 'What is pretraining?',
    text: join(
      `This is a language model of ${amount(parameters)} parameters${setting === '' ? '' : ` (${setting})`}.`,
      `${read} and learned to guess what comes next, nothing else.`,
      `Its behaviour is that of its text: ${name} ${withInterval(base, sign)}${asScore(metric, base.mean)} (${onAverage(n)}).`,
      'We call this model θ0; the dashed line is its level.',
    ),
    label: 'θ0, the pretrained level',
  };
};

export const alignment: Say = ({ metric }, facts) => {
  const { sign } = unitOf(metric);
  const { base, aligned, rise, moved, n } = facts;
  const what = `Then it is trained on examples of one behaviour: ${updatesAndExamples(facts.alignUpdates, facts.alignExamples)}.`;
  const went = `from ${number(base.mean)} to ${number(aligned.mean)}${sign}`;
  const change = `${withInterval(rise, sign)}`;
  const told = {
    up: `The curve rises ${went}, by ${change}.`,
    down: `Here the curve falls ${went}, by ${change}: alignment was toward the negative behaviour, or it did the opposite of what it was meant to.`,
    unclear: `Here it goes ${went}: a change of ${change}, which ${seedsOf(n)} cannot tell from none.`,
  }[moved];
  return { title: 'What is alignment?', text: join(what, told), label: 'from θ0 on' };
};

export const aligned: Say = ({ metric }, { aligned: level, moved, n }) => {
  const { sign } = unitOf(metric);
  const doubt =
    moved === 'unclear'
      ? 'These seeds do not tell whether it moved from θ0: what follows cannot show a springing back.'
      : 'The question from here on: how well does this hold?';
  return {
    title: 'θ1, the aligned model',
    text: join(
      `Where alignment ends we call the model θ1: ${withInterval(level, sign)}${asScore(metric, level.mean)} (${onAverage(n)}).`,
      doubt,
    ),
    label: 'θ1, aligned',
  };
};

export const unalignment: Say = ({ metric }, { early, later, moved, n }) => {
  const { sign } = unitOf(metric);
  const each = `${number(early.change.mean / early.updates, 3)}${sign} an update`;
  const onward = { up: 'down', down: 'up', unclear: early.moved }[moved];
  const told =
    early.moved === 'unclear'
      ? `In the first ${updatesOf(early.updates)} it changes by ${withInterval(early.change, sign)}, which ${seedsOf(n)} cannot tell from standing still.`
      : early.moved === onward
        ? `In the first ${updatesOf(early.updates)} it changes by ${withInterval(early.change, sign)}: ${each}.`
        : `In the first ${updatesOf(early.updates)} it goes on the aligned way, not back: ${withInterval(early.change, sign)}, ${each}.`;
  const rest =
    later === null ? '' : `After that: ${number(later.change.mean / later.updates, 3)}${sign} an update.`;
  return {
    title: 'What is unalignment?',
    text: join(
      'Now the same model is trained on examples of the opposite, and updates are counted from 0 again.',
      told,
      rest,
    ),
    label: 'the first updates',
  };
};

export const comingBack: Say = (_chosen, facts) => {
  const { moved, returned, returnUpdate, n } = facts;
  const title = 'Is it back at the pretrained level?';
  if (moved === 'unclear')
    return {
      title,
      text: 'These seeds do not tell whether alignment took it away from that level, so they cannot tell whether it comes back to it.',
      label: 'the level of θ0',
    };
  if (returned === 0 || returnUpdate === null)
    return {
      title,
      text: `No. In ${updatesAndExamples(facts.unalignUpdates, facts.unalignExamples)} ${n === 1 ? 'the one seed does not come' : `none of ${n} seeds comes`} back to its θ0: as far as was measured, the alignment holds.`,
      label: 'never back at θ0',
    };
  const who =
    n === 1 ? 'The one seed is' : returned === n ? `All ${n} seeds are` : `${returned} of ${n} seeds are`;
  return {
    title,
    text: join(
      `${who} back at the level of θ0, after ${n === 1 ? '' : 'a median of '}${updatesAndExamples(returnUpdate, facts.returnExamples)}.`,
      `Alignment had taken ${updatesAndExamples(facts.alignUpdates, facts.alignExamples)} in all.`,
      returned < n ? 'The others are not back by the end.' : '',
    ),
    label: 'back at the level of θ0',
  };
};

export const ending: Say = ({ metric }, { moved, endSide, end, gap, n, unalignUpdates }) => {
  const { sign } = unitOf(metric);
  const at = `After ${updatesOf(unalignUpdates)} it ends at ${withInterval(end, sign)}`;
  const apart = withInterval(gap, sign);
  const beyond = endSide !== 'unclear' && moved !== 'unclear' && endSide !== moved;
  const title = 'Where does it end?';
  if (endSide === 'unclear')
    return {
      title,
      text: `${at}. Its distance from θ0, ${apart}, is one that ${seedsOf(n)} cannot tell from none.`,
      label: 'at θ0, as far as seeds tell',
    };
  if (moved === 'unclear')
    return {
      title,
      text: `${at}, ${apart} from θ0: the opposite training moved it; whether alignment had, these seeds do not tell.`,
      label: 'away from θ0',
    };
  return beyond
    ? {
        title,
        text: `${at}: it does not stop at θ0 but goes beyond it, by ${apart}. That is passing through the pretrained level, not a return to the pretrained model.`,
        label: 'beyond θ0',
      }
    : {
        title,
        text: `${at}: still on the aligned side of θ0, by ${apart}.`,
        label: 'still on the aligned side',
      };
};

export const seeds: Say = (_chosen, { n, end }) => {
  const title = 'Why seeds, why intervals?';
  if (n === 1)
    return {
      title,
      text: 'There is one seed here, so there is no interval: nothing on this chart can be told from luck. Run it with more seeds before believing it.',
      label: 'a single seed',
    };
  const width = end.low === null || end.high === null ? '' : number((end.high - end.low) / 2);
  return {
    title,
    text: join(
      `Each faint line is one seed: other first weights, other order of the data. There are ${n}.`,
      `Bands made this way hold the true mean in 95 of 100 experiments (Student t); at the end this one is ±${width} wide.`,
      'What lies within the band cannot be told from luck.',
    ),
    label: `${n} seeds and their interval`,
  };
};

export const elasticity: Say = (_chosen, { index, moved, n }) => {
  const title = 'What is elasticity?';
  const meaning =
    'Elasticity is the pull back to where pretraining left the model. R = updates back / updates forward over the same stretch.';
  if (moved === 'unclear')
    return {
      title,
      label: 'the level of θ0',
      text: join(
        meaning,
        `Here ${seedsOf(n)} ${n === 1 ? 'does' : 'do'} not tell whether alignment moved the model, so an R of it would mean little.`,
      ),
    };
  const label = 'the same stretch';
  const { ratio } = index;
  if (ratio === null)
    return {
      title,
      label,
      text: join(
        meaning,
        neverBack(index.neverBack, index.atLeast, n) || 'It is not defined for these curves.',
      ),
    };
  const ways = `${updatesOf(index.forward!)} forward, ${amount(index.back!)} back`;
  const walked =
    ratio.n === 1
      ? `Here: ${ways}, R = ${withInterval(ratio)} (one seed).`
      : `Here, on average: ${ways}. R, the mean of the seeds’ own ratios: ${withInterval(ratio)} (${ratio.n} seeds).`;
  return {
    title,
    label,
    text: join(meaning, walked, verdictOf(ratio), neverBack(index.neverBack, index.atLeast, n)),
  };
};

function verdictOf({ mean, low, high, n }: NonNullable<CurveFacts['index']['ratio']>): string {
  if (n > 1 && (low ?? mean) < 1 && (high ?? mean) > 1)
    return 'The interval holds 1: these seeds cannot tell which way is faster.';
  const single = n === 1 ? ' One seed cannot tell that from luck.' : '';
  if (mean < 1) return `Below 1: it springs back faster than it was bent.${single}`;
  return mean > 1
    ? `Above 1: the way back is the slower one, the opposite of springing back.${single}`
    : `Both ways are equally fast.${single}`;
}

function neverBack(count: number, atLeast: number | null, n: number): string {
  if (count === 0) return '';
  const bound = atLeast === null ? '' : `, so their R is above ${number(atLeast)}`;
  return `${count} of ${n} did not walk it back within what was measured${bound}.`;
}
