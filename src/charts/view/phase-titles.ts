// Phases as charts name them, and where each begins on a scale that lays them end to end.
import type { PhaseName } from '../../core/schedule.ts';
import type { PanelScale } from '../scene.ts';

export const phaseTitles: Readonly<Record<PhaseName, string>> = {
  pretrain: 'pretraining',
  align: 'alignment',
  unalign: 'unalignment',
  realign: 'realignment',
  transfer: 'transfer',
  joint: 'joint training',
};

export const startOf = ({ starts = [] }: PanelScale, phase: PhaseName): number =>
  starts.find(({ label }) => label === phaseTitles[phase])?.at ?? 0;
