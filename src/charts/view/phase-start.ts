// Where a phase begins on a scale that lays them end to end.
import { phaseTitles } from '../../core/names.ts';
import type { PhaseName } from '../../core/schedule.ts';
import type { PanelScale } from '../scene.ts';

export const startOf = ({ starts = [] }: PanelScale, phase: PhaseName): number =>
  starts.find(({ label }) => label === phaseTitles[phase])?.at ?? 0;
