// The paper's own numbers (arXiv 2406.06144), to stand beside what was measured here. [P] printed in the published text;
// [C] its anonymous review copy; [D] read off [C]'s figures, ±0.01.
import type { LedgerTable } from './ledger-schema.ts';

const source = 'Ji et al., "Language Models Resist Alignment", arXiv 2406.06144';

export const paperResistance: LedgerTable = {
  id: 'paper-table-1',
  title: "The paper's Table 1: training loss, inverse / forward",
  columns: ['data', 'model', 'θ2→θ1 / θ1→θ2', 'θ3→θ2 / θ2→θ3', 'θ3→θ1 / θ1→θ3'],
  rows: [
    ['Alpaca', 'Llama2-7B', '0.1589 / 0.2018', '0.1953 / 0.2143', '0.1666 / 0.2346'],
    ['Alpaca', 'Llama2-13B', '0.1772 / 0.1958', '0.2149 / 0.2408', '0.1835 / 0.2345'],
    ['Alpaca', 'Llama3-8B', '0.2540 / 0.2573', '0.2268 / 0.3229', '0.2341 / 0.2589'],
    ['TruthfulQA', 'Llama2-7B', '0.1909 / 0.2069', '0.1719 / 0.1721', '0.2011 / 0.2542'],
    ['TruthfulQA', 'Llama2-13B', '0.1704 / 0.1830', '0.1544 / 0.1640', '0.1825 / 0.2429'],
    ['TruthfulQA', 'Llama3-8B', '0.2118 / 0.2256', '0.2100 / 0.2173', '0.2393 / 0.2898'],
    ['BeaverTails', 'Llama2-7B', '0.2730 / 0.2809', '0.2654 / 0.2691', '0.2845 / 0.2883'],
    ['BeaverTails', 'Llama2-13B', '0.2419 / 0.2439', '0.2320 / 0.2327', '0.2464 / 0.2606'],
    ['BeaverTails', 'Llama3-8B', '0.2097 / 0.2156', '0.2008 / 0.2427', '0.2277 / 0.2709'],
  ],
  note: `${source}, §5.1, Table 1. Forward above inverse in 27 of 27 cells; one run each: no seeds, no variance.`,
};

export const paperResistanceKl: LedgerTable = {
  id: 'paper-kl',
  title: "The paper's KL form of resistance",
  columns: ['', 'inverse', 'forward'],
  rows: [['one of 7 pairs', 0.2796, 0.4568]],
  note: `${source}, published text: the KL change is larger forward in 7 of 7 pairs.`,
};

export const paperRebound: LedgerTable = {
  id: 'paper-figure-4',
  title: "The paper's Figure 4: score after n⁻ negative examples, IMDb",
  columns: ['model', 'n⁺', 'n⁻ = 100', '200', '500', '1k', '2k'],
  rows: [
    ['Llama2-7B', '10k', 0.95, 0.95, 0.78, 0.34, 0.13],
    ['Llama2-7B', '5k', 0.92, 0.92, 0.76, 0.37, 0.13],
    ['Llama2-7B', '2k', 0.9, 0.89, 0.73, 0.43, 0.38],
    ['Llama2-7B', '1k', 0.86, 0.86, null, 0.52, 0.36],
    ['Gemma-2B', '10k', 0.95, 0.95, 0.68, 0.16, 0.11],
    ['Gemma-2B', '1k', 0.92, 0.92, 0.71, 0.28, 0.11],
  ],
  note: `${source}, §5.2, Fig 4, read off the figure (±0.01). The pretrained score is about .54 for every model; one run each.`,
};

export const paperReturn: LedgerTable = {
  id: 'paper-table-3',
  title: "The paper's Table 3: KL to base after n⁺ safe examples, and unsafe examples until KL < 0.01",
  columns: ['model', 'n⁺', 'KL to base', 'examples to return'],
  rows: [
    ['Llama2-7B', '1k', 0.21, 961],
    ['Llama2-7B', '2k', 0.22, 844],
    ['Llama2-7B', '5k', 0.26, 801],
    ['Llama2-7B', '10k', 0.27, 729],
    ['Gemma-2B', '1k', 0.18, 923],
    ['Gemma-2B', '2k', 0.21, 853],
    ['Gemma-2B', '5k', 0.24, 709],
    ['Gemma-2B', '10k', 0.25, 598],
  ],
  note: `${source}, Table 3; one run each.`,
};

export const paperSize: LedgerTable = {
  id: 'paper-figure-5',
  title: "The paper's Figure 5: score by model size, Qwen on IMDb",
  columns: ['n⁺', 'n⁻', '0.5B', '4B', '7B'],
  rows: [
    ['10k', '500', 0.81, 0.51, 0.24],
    ['1k', '1k', 0.48, 0.33, 0.22],
  ],
  note: `${source}, §5.2, Figs 5 and 9, read off the figures (±0.01); one run each.`,
};

export const paperPretraining: LedgerTable = {
  id: 'paper-figure-6',
  title: "The paper's Figure 6: score by amount of pretraining, TinyLlama on IMDb",
  columns: ['n⁺', 'n⁻', '2.0T', '2.5T', '3.0T'],
  rows: [['10k', '1k', 0.82, 0.52, 0.13]],
  note: `${source}, §5.2, Figs 6 and 10, read off the figures (±0.01); onset claimed between 0.1T and 0.5T; one run each.`,
};
