// The device report against this machine: what is there is found, what is not says why and what would bring it.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { type DeviceReport, reportDevices } from '../../src/engine/devices.ts';
import { findSoftwareAdapter } from '../support/software-adapter.ts';

/** The report of a fresh process, as a trainer makes it. */
async function report(device: string, environment: Record<string, string> = {}): Promise<DeviceReport> {
  const module = fileURLToPath(new URL('../../src/engine/devices.ts', import.meta.url));
  const script = `import { reportDevices } from ${JSON.stringify(module)};
    console.log(JSON.stringify(await reportDevices([${JSON.stringify(device)}])));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module-typescript', '--eval', script],
    { env: { ...process.env, ...environment } },
  );
  return (JSON.parse(stdout.trim().split('\n').at(-1)!) as DeviceReport[])[0]!;
}

test('the CPU, TensorFlow.js on the CPU and the reference are available and say what they are', async () => {
  const reports = await reportDevices(['cpu', 'tfjs-cpu', 'reference']);
  expect(reports.map(({ device, available, remedy }) => [device, available, remedy])).toEqual([
    ['cpu', true, ''],
    ['tfjs-cpu', true, ''],
    ['reference', true, ''],
  ]);
  expect(reports[0]!.detail).toMatch(/^onnxruntime \d+\.\d+\.\d+, .+, \d+ cores?$/);
});

test.each(['cuda', 'tfjs-gpu'])(
  '%s is tried, and if it is missing the report says what would bring it',
  async (device) => {
    const { available, detail, remedy } = await report(device);
    expect(detail).not.toBe('');
    expect(remedy === '').toBe(available);
    if (!available) expect(detail).toMatch(/not installed|no CUDA provider|could not|failed|error/i);
  },
);

test('webgpu without any driver is a clean "no adapter found"', async () => {
  const none = { VK_ICD_FILENAMES: '/nonexistent/icd.json', VK_DRIVER_FILES: '/nonexistent/icd.json' };
  const { available, detail, remedy } = await report('webgpu', none);
  if (process.platform !== 'linux') return;
  expect({ available, detail }).toEqual({ available: false, detail: 'no adapter found' });
  expect(remedy).toContain('Vulkan');
});

const adapter = findSoftwareAdapter();
(adapter.environment ? test : test.skip)(
  `webgpu is found on a software adapter (${adapter.reason})`,
  async () => {
    const { available, detail } = await report('webgpu', adapter.environment!);
    expect(detail).toContain('WebGPU provider');
    expect(available).toBe(true);
  },
);
