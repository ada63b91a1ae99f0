// Reads all that a deck about one experiment is made from.
import { deckMetrics, deckPhases, type ExperimentForDeck } from '../../charts/deck/experiment-deck.ts';
import type { HostLink } from '../../contract/window.ts';
import { asFailure } from '../host-failure.ts';

/** As Compare reads, so that a slide that is read again has the same points. */
const buckets = 400;
const mostSampledRuns = 4;

/** `now`: ISO 8601, UTC. */
export async function readExperiment(link: HostLink, id: number, now: string): Promise<ExperimentForDeck> {
  const { summary, runs } = await link.call('experiment.get', { id });
  const ids = runs.map((run) => run.id);
  const phases = [...deckPhases];
  const [read, samples, ledger] = await Promise.all([
    link.call('compare.series', { runs: ids, metrics: [...deckMetrics], phases, buckets }),
    link.call('compare.samples', { runs: ids.slice(-mostSampledRuns) }),
    // An experiment without a finished run has no ledger yet; its deck is made without.
    link.call('experiment.claims', { id }).catch((error: unknown) => {
      if (asFailure(error).code === 'unreachable') throw error;
      return null;
    }),
  ]);
  const { name, notes, axes } = summary;
  return { id, name, notes, axes, data: { ...read, samples, ledger, taken: now } };
}
