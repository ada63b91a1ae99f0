// Which graphics processors are there, and whether their drivers answer.
import { platform } from 'node:os';
import { graphics } from 'systeminformation';
import type { DoctorCheck } from '../contract/settings.ts';
import { askNvidia, type Gpu } from './gpus.ts';

type Controller = Pick<Awaited<ReturnType<typeof graphics>>['controllers'][number], 'vendor' | 'model'>;

export async function checkGraphics(
  list: () => Promise<readonly Controller[]> = async () => (await graphics()).controllers,
  ask: () => Promise<Gpu[] | null> = askNvidia,
): Promise<Omit<DoctorCheck, 'name'>> {
  const [controllers, answering] = await Promise.all([list(), ask()]);
  const names = [...new Set([...(answering ?? []).map(({ name }) => name), ...controllers.map(nameOf)])];
  const known = names.filter((name) => name !== '');
  if (known.length === 0) return { state: 'ok', detail: 'no graphics processor was found', remedy: '' };
  const detail = known.join(', ');
  const isNvidia = controllers.some((each) => /nvidia/i.test(`${each.vendor} ${each.model}`));
  if (!isNvidia || (answering ?? []).length > 0) return { state: 'ok', detail, remedy: '' };
  const where = platform() === 'win32' ? 'from nvidia.com/drivers' : 'of your distribution (nvidia-driver)';
  return {
    state: 'warning',
    detail: `${detail}; nvidia-smi does not answer`,
    remedy: `install NVIDIA's driver ${where}, then start the workbench anew`,
  };
}

const nameOf = ({ vendor, model }: Controller): string =>
  (model.startsWith(vendor) ? model : `${vendor} ${model}`).trim();
